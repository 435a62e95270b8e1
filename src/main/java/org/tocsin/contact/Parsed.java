package org.tocsin.contact;

import java.util.Optional;

/**
 * What became of a text that should be an address.
 *
 * @param value the address, or null when the text is none
 * @param problem why it is none, without a word of the text itself; null when it is one
 */
public record Parsed<T>(T value, String problem) {

    static <T> Parsed<T> usable(T value) {
        return new Parsed<>(value, null);
    }

    static <T> Parsed<T> unusable(String problem) {
        return new Parsed<>(null, problem);
    }

    public Optional<T> optional() {
        return Optional.ofNullable(value);
    }
}
