package org.tocsin.template.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds the tags of a source against what templates may do: print a known name, or choose by {@code {#if}}. */
final class TagCheck {

    static final int MAX_NESTING = 16;

    private static final Pattern IF = Pattern.compile("#if\\s+(.+)", Pattern.DOTALL);
    private static final Pattern ELSE_IF = Pattern.compile("#else\\s+if\\s+(.+)", Pattern.DOTALL);

    private final String source;
    private final Set<String> names = new LinkedHashSet<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private final Deque<OpenIf> open = new ArrayDeque<>();

    private static final class OpenIf {
        private final Tag tag;
        private boolean hasElse;

        private OpenIf(Tag tag) {
            this.tag = tag;
        }
    }

    TagCheck(String source) {
        this.source = source;
    }

    Set<String> names() {
        return names;
    }

    List<Trouble> troubles() {
        return troubles;
    }

    TagCheck check(List<Tag> tags) {
        for (Tag tag : tags) {
            if (full()) {
                return this;
            }
            switch (tag.content().isEmpty() ? ' ' : tag.content().charAt(0)) {
                case '#' -> section(tag);
                case '/' -> end(tag);
                default -> value(tag);
            }
        }
        for (Iterator<OpenIf> left = open.descendingIterator(); left.hasNext() && !full(); ) {
            trouble(left.next().tag, "{#if} without its {/if}");
        }
        return this;
    }

    private void section(Tag tag) {
        Matcher condition = ELSE_IF.matcher(tag.content());
        if (condition.matches()) {
            otherwise(tag, false);
            condition(tag, condition.group(1));
            return;
        }
        if (tag.content().equals("#else")) {
            otherwise(tag, true);
            return;
        }
        condition = IF.matcher(tag.content());
        if (!condition.matches()) {
            trouble(
                    tag,
                    tag.shown() + " is not allowed: a template can use {#if name}, {#else if name}, {#else} and {/if}");
            return;
        }
        open.push(new OpenIf(tag));
        if (open.size() == MAX_NESTING + 1) {
            trouble(tag, "{#if} nested more than " + MAX_NESTING + " deep");
        }
        condition(tag, condition.group(1));
    }

    private void condition(Tag tag, String condition) {
        Condition.check(condition, names).ifPresent(wrong -> trouble(tag, wrong));
    }

    private void otherwise(Tag tag, boolean last) {
        if (open.isEmpty()) {
            trouble(tag, "{#else} outside of an {#if}");
        } else if (open.peek().hasElse) {
            trouble(tag, "nothing can follow {#else} but {/if}");
        } else {
            open.peek().hasElse = last;
        }
    }

    private void end(Tag tag) {
        if (!tag.content().equals("/if")) {
            trouble(tag, tag.shown() + " is not allowed: an {#if} ends with {/if}");
        } else if (open.isEmpty()) {
            trouble(tag, "{/if} without its {#if}");
        } else {
            open.pop();
        }
    }

    private void value(Tag tag) {
        Optional<NameCatalogue.Kind> kind = NameCatalogue.find(tag.content());
        if (kind.isEmpty()) {
            List<String> near = NameCatalogue.near(tag.content());
            String help = near.isEmpty() ? Advice.LITERAL_BRACES : "there are " + String.join(", ", near);
            trouble(tag, tag.shown() + " is nothing that a template may name; " + help);
        } else if (kind.get() == NameCatalogue.Kind.FLAG) {
            trouble(tag, tag.shown() + " is yes or no: ask for it in {#if}");
        } else {
            names.add(tag.content());
        }
    }

    private boolean full() {
        return troubles.size() >= TagScanner.MAX_TROUBLES;
    }

    private void trouble(Tag tag, String message) {
        troubles.add(new Trouble(Place.of(source, tag.offset()), message));
    }
}
