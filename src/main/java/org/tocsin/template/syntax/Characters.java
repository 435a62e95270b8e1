package org.tocsin.template.syntax;

import java.util.List;

/** Characters that no part of a template may hold. */
public final class Characters {

    private Characters() {}

    /** The first forbidden character: a control character (line ends and tabs are fine outside of the subject), or half a pair. */
    static List<Trouble> check(PartKind kind, String source) {
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            boolean layout = kind != PartKind.SUBJECT && (c == '\n' || c == '\r' || c == '\t');
            if (isControl(c) && !layout) {
                return List.of(new Trouble(Place.of(source, i), "a control character (U+%04X)".formatted((int) c)));
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < source.length()
                    && Character.isLowSurrogate(source.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return List.of(new Trouble(Place.of(source, i), "half of a surrogate pair: not a character"));
            }
        }
        return List.of();
    }

    /** Whether a text can stand in one line of a mail header: nothing that ends a line, no control character. */
    public static boolean fitsHeader(String text) {
        return text.chars().noneMatch(c -> isControl((char) c));
    }

    private static boolean isControl(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
