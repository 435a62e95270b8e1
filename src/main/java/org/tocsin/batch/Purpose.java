package org.tocsin.batch;

/** Why people are written to. */
public enum Purpose {
    /** The first word about an incident; everyone gets at most one. */
    FIRST,
    /** Once more, to those who may not have been reached. */
    RESEND,
    /** Something that was said was wrong. */
    CORRECTION,
    /** There is more to say. */
    UPDATE
}
