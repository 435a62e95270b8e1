package org.tocsin.template.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the tags of a source in one pass, by the rules of Qute's own parser (io.quarkus.qute.Parser 3.30), before that
 * parser sees it: a hostile source must not cost a deep stack or much time.
 *
 * <p>A brace opens a tag when a letter, digit, underscore or one of {@code # / @ ! |} follows at once; a backslash takes the
 * brace after it literally; <code>{! !}</code> is a comment and <code>{| |}</code> is plain text.
 */
final class TagScanner {

    static final int MAX_TAGS = 2_000;
    static final int MAX_TAG_CHARS = 1_000;
    static final int MAX_TROUBLES = 50;

    private static final Pattern SPACED_NAME = Pattern.compile("\\{\\s{1,20}([\\w.-]{1,100})\\s{0,20}}");

    private final String source;
    private final List<Tag> tags = new ArrayList<>();
    private final List<Trouble> troubles = new ArrayList<>();

    TagScanner(String source) {
        this.source = source;
    }

    List<Tag> tags() {
        return tags;
    }

    List<Trouble> troubles() {
        return troubles;
    }

    /** Scans the whole source, or up to {@link #MAX_TAGS} tags or {@link #MAX_TROUBLES} troubles. */
    TagScanner scan() {
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (c != '{') {
                at++;
            } else if (tags.size() == MAX_TAGS) {
                return trouble(at, "more than " + MAX_TAGS + " tags in one part");
            } else if (troubles.size() == MAX_TROUBLES) {
                return this;
            } else {
                at = brace(at);
            }
        }
        if (at > source.length()) {
            trouble(source.length() - 1, "a backslash at the very end is lost: write two, or none");
        }
        return this;
    }

    /** Reads what begins with the brace at this offset, and returns the offset behind it. */
    private int brace(int at) {
        char next = at + 1 < source.length() ? source.charAt(at + 1) : '\0';
        if (next == '{') {
            trouble(
                    at,
                    "doubled braces would be printed as they stand: write {person.name}; for literal braces, \\{\\{");
            return at + 2;
        }
        if (next == '!') {
            return behind(at, "!}", at + 1, "a comment that is not closed: end it with !}");
        }
        if (next == '|') {
            return behind(at, "|}", at + 2, "a literal passage that is not closed: end it with |}");
        }
        if (opensTag(next)) {
            return tag(at);
        }
        if (at + 1 == source.length()) {
            trouble(at, "a brace that is not closed: for a literal one write \\{");
        }
        Matcher spaced = SPACED_NAME.matcher(source).region(at, source.length());
        if (spaced.lookingAt() && NameCatalogue.find(spaced.group(1)).isPresent()) {
            trouble(at, "a blank after the brace makes this plain text: write {" + spaced.group(1) + "}");
        }
        return at + 1;
    }

    private static boolean opensTag(char next) {
        return next == '#'
                || next == '/'
                || next == '@'
                || next == '_'
                || Character.isDigit(next)
                || Character.isAlphabetic(next);
    }

    private int tag(int at) {
        int limit = Math.min(source.length(), at + MAX_TAG_CHARS);
        for (int i = at + 1; i < limit; i++) {
            char c = source.charAt(i);
            if (c == '}') {
                tags.add(new Tag(source.substring(at + 1, i).strip(), at));
                return i + 1;
            }
            if (c == '\'' || c == '"') {
                trouble(at, "quotes cannot stand in a tag; " + Advice.LITERAL_BRACES);
                return i + 1;
            }
        }
        trouble(at, "a tag that is not closed; " + Advice.LITERAL_BRACES);
        return limit;
    }

    private int behind(int at, String end, int from, String otherwise) {
        int found = source.indexOf(end, from);
        if (found < 0) {
            trouble(at, otherwise);
            return source.length();
        }
        return found + end.length();
    }

    private TagScanner trouble(int offset, String message) {
        troubles.add(new Trouble(Place.of(source, offset), message));
        return this;
    }
}
