package org.tocsin.template.syntax;

/** A place in a source, counted from 1 as editors do. */
public record Place(int line, int column) {

    public static final Place START = new Place(1, 1);

    /** The place of an offset into a source. Meant for the few places that are told, not for every character. */
    public static Place of(String source, int offset) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            char c = source.charAt(i);
            boolean endOfLine = c == '\n' || (c == '\r' && (i + 1 == source.length() || source.charAt(i + 1) != '\n'));
            if (endOfLine) {
                line++;
                lineStart = i + 1;
            }
        }
        return new Place(line, offset - lineStart + 1);
    }
}
