package org.tocsin.affected;

/** What a finding means for its record. */
public enum FindingKind {
    /** The record is not in the set. */
    REJECT,
    /** The record is in the set; the named field is not, or not as it came. */
    WARNING,
    /** An earlier record has the same customer reference; this one is not in the set. */
    DUPLICATE
}
