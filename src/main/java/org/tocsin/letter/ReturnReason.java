package org.tocsin.letter;

import java.util.Locale;
import java.util.stream.Stream;

/** Why a letter came back. Only these are kept: a print house's own words could name an address. */
enum ReturnReason {
    ADDRESSEE_UNKNOWN,
    ADDRESS_INCOMPLETE,
    MOVED,
    REFUSED,
    UNCLAIMED,
    DECEASED,
    /** Anything else, in whatever words. */
    OTHER;

    /** The reason with that name, in any case and with spaces or hyphens for underscores; any other word is {@link #OTHER}. */
    static ReturnReason of(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT).replaceAll("[ -]+", "_");
        return Stream.of(values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElse(OTHER);
    }
}
