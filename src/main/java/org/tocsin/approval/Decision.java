package org.tocsin.approval;

/** What a second person says to a batch. */
public enum Decision {
    APPROVE,
    REJECT
}
