package org.tocsin.platform.http;

/** What a text from outside must be to be a text at all. */
final class Text {

    private Text() {}

    /** No NUL, which PostgreSQL cannot store, and no half of a surrogate pair, which UTF-8 cannot spell. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0' || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
