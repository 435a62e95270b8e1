package org.tocsin.letter;

/** What a print house can say of a letter. */
enum LetterResult {
    /** Handed to the post. */
    MAILED,
    /** It came back. */
    RETURNED
}
