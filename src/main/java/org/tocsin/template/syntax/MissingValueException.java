package org.tocsin.template.syntax;

/** A value that a template prints is empty for this person: the notice would have a hole in it. */
public final class MissingValueException extends RuntimeException {

    private final String name;

    MissingValueException(String name) {
        super("empty: " + name, null, false, false);
        this.name = name;
    }

    /** The name of the value, as the template writes it. */
    public String name() {
        return name;
    }
}
