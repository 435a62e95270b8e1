package org.tocsin.template.check;

import org.tocsin.template.syntax.Place;

/**
 * Something wrong, or unwise, in a template.
 *
 * @param variant where, such as {@code EMAIL/en/text}; {@code template} when it is about the whole
 * @param line from 1; 0 when it is about the whole
 * @param column from 1; 0 when it is about the whole
 */
public record Finding(Severity severity, String variant, int line, int column, String message) {

    public enum Severity {
        /** Refuses the template. */
        ERROR,
        /** Shown to author and approver. */
        WARNING
    }

    public static Finding error(String variant, Place place, String message) {
        return new Finding(Severity.ERROR, variant, place.line(), place.column(), message);
    }

    public static Finding error(String variant, String message) {
        return new Finding(Severity.ERROR, variant, 0, 0, message);
    }

    public static Finding warning(String variant, Place place, String message) {
        return new Finding(Severity.WARNING, variant, place.line(), place.column(), message);
    }

    public static Finding warning(String variant, String message) {
        return new Finding(Severity.WARNING, variant, 0, 0, message);
    }
}
