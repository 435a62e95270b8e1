package org.tocsin.receipt.bounce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** How a bounce and an automatic reply are known in other languages than English: the table {@code languages.tsv}. */
final class OtherLanguages {

    private static final String TABLE = "languages.tsv";
    private static final int MAX_CHARS = 8_000;

    private static final List<String> BOUNCE = words("BOUNCE");
    private static final List<String> BOUNCE_SUBJECT = words("BOUNCE_SUBJECT");
    private static final List<String> DELAY = words("DELAY");
    private static final List<String> AUTO_REPLY = words("AUTO_REPLY");

    private OtherLanguages() {}

    /** Whether a subject is one that bounces have. */
    static boolean nameBounce(String subject) {
        return hasOneOf(BOUNCE, subject) || hasOneOf(BOUNCE_SUBJECT, subject) || hasOneOf(DELAY, subject);
    }

    /** Whether a text says that something was not delivered. */
    static boolean tellOfFailure(String text) {
        return hasOneOf(BOUNCE, text);
    }

    /** Whether the subject or the text of a notice says that its server goes on trying. */
    static boolean tellOfDelay(String text) {
        return hasOneOf(DELAY, text);
    }

    /** Whether a subject is that of an automatic reply. */
    static boolean nameAutoReply(String subject) {
        return hasOneOf(AUTO_REPLY, subject);
    }

    private static boolean hasOneOf(List<String> words, String text) {
        String read = text.substring(0, Math.min(text.length(), MAX_CHARS))
                .toLowerCase(Locale.ROOT)
                .replace('’', '\'');
        return words.stream().anyMatch(read::contains);
    }

    private static List<String> words(String kind) {
        try (BufferedReader table = new BufferedReader(
                new InputStreamReader(OtherLanguages.class.getResourceAsStream(TABLE), StandardCharsets.UTF_8))) {
            return table.lines()
                    .filter(line -> line.startsWith(kind + "\t"))
                    .map(line -> line.split("\t")[1])
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
