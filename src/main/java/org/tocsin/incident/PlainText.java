package org.tocsin.incident;

import java.util.Optional;

/** What a text of an incident must be, whoever will read it in whatever kind of message. */
final class PlainText {

    private PlainText() {}

    /** What is wrong with a text on one line that must be there. */
    static Optional<String> problemOfLine(String text, int maxChars) {
        if (text != null && text.indexOf('\n') >= 0) {
            return Optional.of("must be on one line");
        }
        return problemOf(text, maxChars);
    }

    /** What is wrong with a text that must be there. */
    static Optional<String> problemOf(String text, int maxChars) {
        if (text == null || text.isBlank()) {
            return Optional.of("must not be blank");
        }
        if (text.length() > maxChars) {
            return Optional.of("must not be longer than " + maxChars + " characters");
        }
        if (!text.codePoints().allMatch(PlainText::mayStand)) {
            return Optional.of("must not have control characters");
        }
        return Optional.empty();
    }

    // An unpaired surrogate is no character: it could not be stored.
    private static boolean mayStand(int c) {
        return c == '\n' || !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
    }
}
