package org.tocsin.template.syntax;

/** Advice that several troubles share. */
final class Advice {

    static final String LITERAL_BRACES =
            "for literal braces, as in CSS, put the passage between {| and |}, or write \\{ for each";

    private Advice() {}
}
