package org.tocsin.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * From where to send again: a number or a time, one of the two.
 *
 * @param sequence of a batch's event, or null
 * @param time when something happened, or null
 */
record ReplayPoint(Long sequence, Instant time) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ReplayPoint of(long sequence) {
        return new ReplayPoint(sequence, null);
    }

    /** @throws IllegalArgumentException when it is neither a whole number nor a time (RFC 3339) */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ReplayPoint of(String text) {
        if (NUMBER.matcher(text).matches()) {
            return of(Long.parseLong(text));
        }
        try {
            return new ReplayPoint(null, Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a sequence or a time");
        }
    }
}
