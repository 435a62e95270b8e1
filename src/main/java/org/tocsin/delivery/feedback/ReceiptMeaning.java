package org.tocsin.delivery.feedback;

import org.tocsin.delivery.DeliveryState;

/** What a provider says later of a message that it took, in the terms that move a delivery. Later ones outrank earlier ones. */
public enum ReceiptMeaning {
    /** The provider has it: it may be on its way. */
    TAKEN(DeliveryState.ACCEPTED),
    /** It did not arrive, as far as the provider was told. */
    LOST(DeliveryState.FAILED),
    /** It arrived. */
    ARRIVED(DeliveryState.DELIVERED);

    private final DeliveryState state;

    ReceiptMeaning(DeliveryState state) {
        this.state = state;
    }

    /** Where a delivery stands of whose message nothing weightier is known. */
    DeliveryState state() {
        return state;
    }
}
