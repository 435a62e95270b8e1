package org.tocsin.batch;

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
    CHANNEL_CHANGED
}
