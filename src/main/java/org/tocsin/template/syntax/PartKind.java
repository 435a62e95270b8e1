package org.tocsin.template.syntax;

import java.util.Locale;

/** The parts of a variant: each is a template of its own. */
public enum PartKind {
    SUBJECT(1_000),
    TEXT(256 * 1024),
    HTML(256 * 1024);

    private final int maxChars;

    PartKind(int maxChars) {
        this.maxChars = maxChars;
    }

    /** The longest source that is taken, in UTF-16 units. */
    public int maxChars() {
        return maxChars;
    }

    /** The part's name in JSON and in findings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
