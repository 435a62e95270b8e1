package org.tocsin.affected;

/** By what people of a record set are found, and what they may have in common. */
public enum ContactKind {
    EMAIL,
    PHONE
}
