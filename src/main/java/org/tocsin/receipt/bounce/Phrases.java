package org.tocsin.receipt.bounce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tocsin.channel.FailureClass;

/** What mail servers mean by what they say: the table {@code phrases.tsv}, which names a source for each phrase. */
final class Phrases {

    private static final String TABLE = "phrases.tsv";
    private static final String GAP = "…";
    private static final String ANY_GAP = ".{0,60}?";

    // Servers repeat the codes at the head of each line, in the middle of a sentence once the lines are joined.
    private static final Pattern LINE_HEAD = Pattern.compile(
            "(?<![\\d.])[45]\\d\\d-(?:[45]\\.\\d{1,3}\\.\\d{1,3})? ?|\\s[45]\\d\\d [45]\\.\\d{1,3}\\.\\d{1,3} ");
    // From the head of a word on, and once: to look for an @ from each of its letters would take seconds.
    private static final Pattern ADDRESS_OR_LINK =
            Pattern.compile("https?://\\S+|(?<![^\\s<>\"'():@])[^\\s<>\"'():@]++@[^\\s<>\"'():]++");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** A refusal is a sentence or two; what follows so late is the message, or meant to keep us busy. */
    private static final int MAX_CHARS = 8_000;

    private static final String NAMED = "named";

    private record Phrase(FailureClass failureClass, Predicate<String> standsIn, String when) {

        boolean counts(Codes codes, boolean recipientNamed) {
            return when.isEmpty() || (when.equals(NAMED) ? recipientNamed : when.equals(codes.status()));
        }
    }

    private static final List<Phrase> PHRASES = read();

    private Phrases() {}

    /**
     * What the first phrase of the table that stands in a text means.
     *
     * @param codes the codes that stand in the text
     * @param recipientNamed whether the text is surely about the recipient, and not about the message
     */
    static Optional<FailureClass> meaningOf(String text, Codes codes, boolean recipientNamed) {
        String plain = ADDRESS_OR_LINK
                .matcher(text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text)
                .replaceAll(" ");
        plain = LINE_HEAD.matcher(plain).replaceAll(" ");
        String words =
                SPACE.matcher(plain).replaceAll(" ").toLowerCase(Locale.ROOT).replace('’', '\'');
        return PHRASES.stream()
                .filter(phrase -> phrase.counts(codes, recipientNamed))
                .filter(phrase -> phrase.standsIn.test(words))
                .map(Phrase::failureClass)
                .findFirst();
    }

    private static List<Phrase> read() {
        try (BufferedReader table = new BufferedReader(
                new InputStreamReader(Phrases.class.getResourceAsStream(TABLE), StandardCharsets.UTF_8))) {
            return table.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(columns -> new Phrase(FailureClass.valueOf(columns[0]), standsIn(columns[1]), columns[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Predicate<String> standsIn(String phrase) {
        if (!phrase.contains(GAP)) {
            return words ->
                    words.contains(phrase); // several times as fast as the expression, and most phrases are such
        }
        Pattern pattern = Pattern.compile(Arrays.stream(phrase.split(GAP))
                .map(String::strip)
                .map(Pattern::quote)
                .collect(Collectors.joining(ANY_GAP)));
        return pattern.asPredicate();
    }
}
