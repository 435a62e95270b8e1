package org.tocsin.affected;

/** How far a record set is; only what is in a {@link #SEALED} one may be used. */
public enum RecordSetStatus {
    RECEIVING,
    SEALED,
    FAILED,
    PURGED
}
