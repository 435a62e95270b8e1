package org.tocsin.template.syntax;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A part with everything printed that many people read alike, and blanks for what is each one's own: rendered once, and then
 * filled in for each of them in a fraction of the time. Safe for many threads.
 */
public final class PartForm {

    private static final int RANDOM_BYTES = 16;
    private static final char END = ';';

    // Nobody who writes facts or templates knows it, so that nothing they write is taken for a blank.
    private static final String MARK = mark();

    private final PartKind kind;
    private final List<String> names;
    private final List<String> between; // one more than names
    private final int chars;

    private PartForm(PartKind kind, List<String> names, List<String> between) {
        this.kind = kind;
        this.names = List.copyOf(names);
        this.between = List.copyOf(between);
        this.chars = between.stream().mapToInt(String::length).sum();
    }

    /** What {@link CompiledPart#form} is given in place of a text that is to be filled in later, and is not blank then. */
    public static String blank(String name) {
        return MARK + name + END;
    }

    static PartForm of(PartKind kind, String printed) {
        List<String> names = new ArrayList<>();
        List<String> between = new ArrayList<>();
        int from = 0;
        for (int mark = printed.indexOf(MARK); mark >= 0; mark = printed.indexOf(MARK, from)) {
            between.add(printed.substring(from, mark));
            int end = printed.indexOf(END, mark);
            names.add(printed.substring(mark + MARK.length(), end));
            from = end + 1;
        }
        between.add(printed.substring(from));
        return new PartForm(kind, names, between);
    }

    /** How many characters it holds, without what is filled in. */
    public int chars() {
        return chars;
    }

    /**
     * The part as {@link CompiledPart#render} would print it with these texts.
     *
     * @param texts one for each blank, none of them blank
     * @throws IllegalArgumentException when there is none for a blank
     */
    public String fill(Map<String, String> texts) {
        StringBuilder filled = new StringBuilder(chars + 32 * names.size()).append(between.get(0));
        for (int i = 0; i < names.size(); i++) {
            String text = texts.get(names.get(i));
            if (text == null || text.isBlank()) {
                throw new IllegalArgumentException("nothing to fill in for " + names.get(i));
            }
            filled.append(ClosedEngine.escaped(kind, text)).append(between.get(i + 1));
        }
        return filled.toString();
    }

    private static String mark() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
