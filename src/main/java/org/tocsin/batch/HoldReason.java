package org.tocsin.batch;

import java.util.Optional;

/** Why a rule holds a batch. */
public enum HoldReason {
    /** The incident's facts have changed since they were copied. */
    FACTS_CHANGED,
    /** What was approved is no longer what stands in the database. */
    SEAL_BROKEN,
    /** The first few have been told; a person lets the rest follow. */
    CANARY,
    /** Too many failed. */
    FAILURES,
    /** A provider refuses us or our content, again and again. */
    POLICY_REFUSALS,
    /** The channels are not those that were approved: another sender, the sandbox in place of a provider, or none. */
    CHANNEL_CHANGED,
    /** A channel was found compromised since the list was made. */
    CHANNEL_COMPROMISED,
    /** Its text is known to be wrong: a correction of it stands, see {@link Corrections}. */
    CORRECTED,
    /** The approval was not used in its time. */
    APPROVAL_LAPSED;

    /** Why a batch that is held for this cannot go on; empty when a person may resume it. */
    Optional<String> whyItCannotGoOn() {
        return switch (this) {
            case SEAL_BROKEN -> Optional.of("What was approved has been changed; this batch can only be cancelled.");
            case APPROVAL_LAPSED ->
                Optional.of("The approval was not used in its time; this batch can only be cancelled. Plan it again.");
            default -> Optional.empty();
        };
    }
}
