package org.tocsin.affected;

/** What the addressee of a notice is to the person whose data it is about. */
public enum Relationship {
    SELF,
    PARENT,
    GUARDIAN,
    NEXT_OF_KIN,
    ESTATE
}
