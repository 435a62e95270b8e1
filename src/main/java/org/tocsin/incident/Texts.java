package org.tocsin.incident;

/** What the texts of an incident may hold: they reach mail headers, text messages and screens. */
final class Texts {

    static final int MAX_LINE_CHARS = 200;
    static final int MAX_PARAGRAPH_CHARS = 5_000;

    static final String LINE = "[^\\p{Cc}]*";
    static final String PARAGRAPHS = "(\\n|[^\\p{Cc}])*+";
    static final String LINE_MESSAGE = "must be one line without control characters";
    static final String PARAGRAPHS_MESSAGE = "must hold no control characters but line feeds";

    private Texts() {}
}
