package org.tocsin.affected.intake;

import java.text.Normalizer;

/** Text of people as it may stand in a message: one line, in Unicode's composed form (NFC), without control characters. */
final class PlainText {

    private static final int REPLACED_BY_SPACE = ' ';
    private static final int REMOVED = -1;

    private PlainText() {}

    /**
     * The text with line ends and tabs turned into spaces, other control characters removed, outer white space cut off; null
     * when nothing is left.
     */
    static String clean(String text) {
        String printable = isClean(text) ? text : withoutControls(text);
        String clean = Normalizer.normalize(printable, Normalizer.Form.NFC).strip();
        return clean.isEmpty() ? null : clean;
    }

    /** Whether cleaning removes or replaces nothing. */
    static boolean isClean(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (kept(c) != c) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    private static String withoutControls(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().map(PlainText::kept).filter(c -> c != REMOVED).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static int kept(int c) {
        if (c >= ' ' && c < 0x7f) {
            return c;
        }
        return switch (c) {
            case '\t', '\n', '\r', 0x85, 0x2028, 0x2029 -> REPLACED_BY_SPACE;
            // Marks that turn the direction of what follows, and so of a whole message; a byte order mark.
            case 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff -> REMOVED;
            default -> isUnwanted(c) ? REMOVED : c;
        };
    }

    private static boolean isUnwanted(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE // half a character
                || (c & 0xfffe) == 0xfffe
                || (c >= 0xfdd0 && c <= 0xfdef); // code points that are no characters (Unicode, 23.7)
    }
}
