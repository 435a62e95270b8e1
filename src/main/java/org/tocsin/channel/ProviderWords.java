package org.tocsin.channel;

import java.util.regex.Pattern;

/** A provider's words made fit to keep: providers quote the address that they refuse. */
public final class ProviderWords {

    private static final int MAX_CHARS = 500;
    private static final int SHORTEST_NAME_CHARS = 3;
    private static final int SHORTEST_NUMBER_DIGITS = 7;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
    private static final Pattern EMAIL = Pattern.compile("[^\\s<>\"'(),;:@]+@[^\\s<>\"'(),;:@]+");
    private static final Pattern NUMBER = Pattern.compile("\\+?\\d(?:[\\s().\\-]{0,2}\\d){6,}");
    private static final Pattern NAME_SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}]+");

    private ProviderWords() {}

    /**
     * The words without addresses, phone numbers and anything that the recipient's own address is made of.
     *
     * @param words as they came, or null
     * @param to the recipient: an email address or a phone number
     * @return at most 500 characters on one line, or null for null
     */
    public static String scrub(String words, String to) {
        if (words == null) {
            return null;
        }
        // Each accepted message comes through here: the patterns run only where they can find something.
        String scrubbed = CONTROL.matcher(words).replaceAll(" ");
        if (scrubbed.indexOf('@') >= 0) {
            scrubbed = EMAIL.matcher(scrubbed).replaceAll("[address]");
        }
        if (scrubbed.chars().filter(Character::isDigit).count() >= SHORTEST_NUMBER_DIGITS) {
            scrubbed = NUMBER.matcher(scrubbed).replaceAll("[number]");
        }
        int at = to.lastIndexOf('@');
        if (at > 0) {
            String localPart = to.substring(0, at);
            scrubbed = withoutPieces(withoutWord(scrubbed, localPart), localPart);
        }
        scrubbed = scrubbed.strip();
        return scrubbed.length() <= MAX_CHARS ? scrubbed : scrubbed.substring(0, MAX_CHARS);
    }

    /**
     * The words without what a person's name is made of, for servers that look it up.
     *
     * @param words as {@link #scrub} gave them, or null
     * @param name or null
     */
    public static String withoutName(String words, String name) {
        return words == null || name == null ? words : withoutPieces(words, name);
    }

    private static String withoutPieces(String words, String name) {
        String without = words;
        for (String piece : NAME_SEPARATOR.split(name)) {
            if (piece.length() >= SHORTEST_NAME_CHARS) {
                without = withoutWord(without, piece);
            }
        }
        return without;
    }

    private static String withoutWord(String text, String word) {
        StringBuilder without = new StringBuilder(text.length());
        int kept = 0;
        for (int i = 0; i + word.length() <= text.length(); i++) {
            int end = i + word.length();
            if (text.regionMatches(true, i, word, 0, word.length()) && standsAlone(text, i, end)) {
                without.append(text, kept, i).append("[name]");
                kept = end;
                i = end - 1;
            }
        }
        return kept == 0 ? text : without.append(text, kept, text.length()).toString();
    }

    private static boolean standsAlone(String text, int start, int end) {
        return (start == 0 || !Character.isLetterOrDigit(text.codePointBefore(start)))
                && (end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end)));
    }
}
