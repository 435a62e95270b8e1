package org.tocsin.receipt.bounce;

import java.util.regex.Pattern;

/** The few lines of a notice that say why, without its greeting and its advice. */
final class TellingWords {

    private static final int LINES = 4;
    private static final int SEARCHED = 200;
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private TellingWords() {}

    /** From the first line that has a code or a known phrase on; a short text whole; null when nothing tells. */
    static String of(String text) {
        String[] lines = text.strip().split("\\r?\\n");
        if (lines.length <= LINES) {
            return onOneLine(text);
        }
        for (int i = 0; i < Math.min(lines.length, SEARCHED); i++) {
            Codes codes = Codes.in(lines[i]);
            if (!codes.none() || Phrases.meaningOf(lines[i], codes, true).isPresent()) {
                StringBuilder telling = new StringBuilder();
                for (int j = i; j < Math.min(lines.length, i + LINES) && !(j > i && lines[j].isBlank()); j++) {
                    telling.append(lines[j]).append(' ');
                }
                return onOneLine(telling.toString());
            }
        }
        return null;
    }

    private static String onOneLine(String text) {
        return SPACE.matcher(text).replaceAll(" ").strip();
    }
}
