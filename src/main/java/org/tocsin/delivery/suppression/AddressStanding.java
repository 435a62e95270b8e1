package org.tocsin.delivery.suppression;

/** How an address stands with whoever would send to it. */
public enum AddressStanding {
    /** Nothing is in the way. */
    FREE,
    /** Its owner wants nothing sent to it. */
    OPTED_OUT,
    /** There is nobody, whatever else its owner has said. */
    DEAD;

    /**
     * Whether nothing is sent to it.
     *
     * @param overridesOptOuts whether the batch reaches people who have opted out as well
     */
    public boolean stops(boolean overridesOptOuts) {
        return this == DEAD || this == OPTED_OUT && !overridesOptOuts;
    }
}
