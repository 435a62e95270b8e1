package org.tocsin.letter;

/**
 * A line that was not taken, and why, without a word of what it said.
 *
 * @param line where it begins, from 1
 */
record LineReject(long line, String field, String reason) {

    /** What the field is called when it is the line as a whole. */
    static final String WHOLE_LINE = "line";
}
