package org.tocsin.delivery.suppression;

/** Why nothing is sent to an address. */
public enum SuppressionReason {
    /** There is nobody. */
    ADDRESS_DEAD,
    /** Whoever is there wants nothing sent to it. */
    OPTED_OUT,
    /** Whoever is there has called a message to it unwanted: an opt-out as well. */
    COMPLAINT
}
