package org.tocsin.delivery.exclusion;

/** Why a person is left out of an incident's batches. */
public enum ExclusionReason {
    /** The police or a court has asked that this person is not told, or not yet. */
    LAW_ENFORCEMENT_HOLD,
    /** Somebody tells this person in another way. */
    OTHER_CONTACT,
    /** The person was not hit. */
    WRONGLY_LISTED
}
