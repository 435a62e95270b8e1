package org.tocsin.template.wording;

/**
 * How a text travels as SMS: its alphabet, its length in that alphabet's units, and the number of messages that it is cut
 * into and paid for. By 3GPP TS 23.038 (6.2.1, the GSM 7-bit default alphabet and its extension table, whose characters
 * take an escape and so two units) and TS 23.040 (9.2.3.24.1, the six bytes that joining costs each part): 160 units in one
 * message and 153 a part, or 70 and 67 in UCS-2. A pair of units that makes one character is never cut in two.
 *
 * @param units septets in GSM-7, UTF-16 code units in UCS-2
 * @param count the number of messages; 0 for an empty text
 */
public record SmsSegments(Alphabet alphabet, int units, int count) {

    public enum Alphabet {
        GSM_7(160, 153),
        UCS_2(70, 67);

        private final int single;
        private final int part;

        Alphabet(int single, int part) {
            this.single = single;
            this.part = part;
        }
    }

    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";

    /** Whether a text holding this character can go as GSM-7. */
    public static boolean isGsm7(int codePoint) {
        return BASIC.indexOf(codePoint) >= 0 || EXTENSION.indexOf(codePoint) >= 0;
    }

    public static SmsSegments of(String text) {
        Alphabet alphabet = text.codePoints().allMatch(SmsSegments::isGsm7) ? Alphabet.GSM_7 : Alphabet.UCS_2;
        int units = text.codePoints().map(c -> width(alphabet, c)).sum();
        if (units <= alphabet.single) {
            return new SmsSegments(alphabet, units, units == 0 ? 0 : 1);
        }
        return new SmsSegments(
                alphabet, units, parts(alphabet, text.codePoints().toArray()));
    }

    private static int parts(Alphabet alphabet, int[] codePoints) {
        int parts = 1;
        int used = 0;
        for (int codePoint : codePoints) {
            int width = width(alphabet, codePoint);
            if (used + width > alphabet.part) {
                parts++;
                used = 0;
            }
            used += width;
        }
        return parts;
    }

    private static int width(Alphabet alphabet, int codePoint) {
        if (alphabet == Alphabet.UCS_2) {
            return Character.charCount(codePoint);
        }
        return EXTENSION.indexOf(codePoint) >= 0 ? 2 : 1;
    }
}
