package org.tocsin.contact;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/** The name of a mail domain in the one form that compares and travels: lower case, ASCII (RFC 5891 calls it A-labels). */
final class DomainName {

    // RFC 1035, 2.3.4, without the root's empty label.
    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL_LENGTH = 63;

    /**
     * Characters that IDNA2008 gives names of their own and that the platform's IDNA2003 turns into others: "straße" would
     * become "strasse", which is somebody else's domain (UTS 46, 7: deviation characters).
     */
    private static final String DEVIATIONS = "ßẞς\u200c\u200d";

    private DomainName() {}

    /** Reads a domain with at least two labels. */
    static Parsed<String> parse(String text) {
        if (text.codePoints().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
            return Parsed.unusable("has a domain that must be written in its ASCII form (xn--)");
        }
        String ascii = isAscii(text) ? text : toAscii(Normalizer.normalize(text, Normalizer.Form.NFC));
        if (ascii == null || !isHostName(ascii)) {
            return Parsed.unusable("has no valid domain after the @");
        }
        return Parsed.usable(ascii.toLowerCase(Locale.ROOT));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String toAscii(String text) {
        try {
            return IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isHostName(String name) {
        if (name.length() > MAX_LENGTH) {
            return false;
        }
        String[] labels = name.split("\\.", -1);
        if (labels.length < 2) {
            return false;
        }
        for (String label : labels) {
            if (!isLabel(label)) {
                return false;
            }
        }
        // An all-numeric top label is an IPv4 address, not a name (RFC 3696, 2).
        return !labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= MAX_LABEL_LENGTH
                && !label.startsWith("-")
                && !label.endsWith("-")
                && label.chars().allMatch(DomainName::isLetterDigitHyphen);
    }

    private static boolean isLetterDigitHyphen(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }
}
