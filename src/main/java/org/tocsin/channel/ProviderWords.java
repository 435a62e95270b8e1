package org.tocsin.channel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider's words made fit to keep: providers quote the address that they refuse. */
public final class ProviderWords {

    private static final int MAX_CHARS = 500;
    private static final int SHORTEST_NAME_CHARS = 3;
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
        String scrubbed = CONTROL.matcher(words).replaceAll(" ");
        scrubbed = EMAIL.matcher(scrubbed).replaceAll("[address]");
        scrubbed = NUMBER.matcher(scrubbed).replaceAll("[number]");
        int at = to.lastIndexOf('@');
        if (at > 0) {
            String localPart = to.substring(0, at);
            scrubbed = withoutWord(scrubbed, localPart);
            for (String piece : NAME_SEPARATOR.split(localPart)) {
                if (piece.length() >= SHORTEST_NAME_CHARS) {
                    scrubbed = withoutWord(scrubbed, piece);
                }
            }
        }
        scrubbed = scrubbed.strip();
        return scrubbed.length() <= MAX_CHARS ? scrubbed : scrubbed.substring(0, MAX_CHARS);
    }

    private static String withoutWord(String text, String word) {
        return Pattern.compile(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement("[name]"));
    }
}
