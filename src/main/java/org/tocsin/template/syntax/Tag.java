package org.tocsin.template.syntax;

/**
 * What stands between two braces.
 *
 * @param content without the braces and without blanks around it
 * @param offset of the opening brace in the source
 */
record Tag(String content, int offset) {

    /** The content as a message may repeat it: short, on one line, without control characters. */
    String shown() {
        String line = content.replaceAll("[\\p{Cntrl}\\s]+", " ");
        return "{" + (line.length() <= 40 ? line : line.substring(0, 40) + "...") + "}";
    }
}
