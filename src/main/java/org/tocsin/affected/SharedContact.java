package org.tocsin.affected;

/**
 * A person of a record set who has a mailbox or a telephone number in common with others of it.
 *
 * @param position of the record in the upload, from 1
 * @param kind {@code EMAIL} or {@code PHONE}
 * @param firstPosition of the first person with it: whoever shares with whom has the same
 * @param people how many share it, this one included
 */
record SharedContact(long position, String customerRef, String kind, long firstPosition, long people) {

    /** The place in the list of them. */
    String key() {
        return position + ":" + kind;
    }
}
