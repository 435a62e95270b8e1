package org.tocsin.compose;

/** What came of composing a message for one person. */
public sealed interface Result {

    /** The message, as the person will read it. */
    record Composed(Composition composition) implements Result {}

    /**
     * There is no message that could be sent to this person.
     *
     * @param reason for the delivery's record; holds nothing of the person
     */
    record Unfit(String reason) implements Result {}
}
