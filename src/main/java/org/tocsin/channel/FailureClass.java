package org.tocsin.channel;

/** Why a provider did not take a message, in the terms that decide what to do next. */
public enum FailureClass {
    /** There is nobody at that address: permanent for the address. */
    ADDRESS_DEAD,
    /** Whoever is at that address wants nothing sent to it: permanent until they say otherwise. */
    OPTED_OUT,
    /** A full or busy mailbox, a phone that is off: the person's, and passing. */
    MAILBOX_UNABLE,
    /** The sender or the content was refused: our fault, not the person's. */
    POLICY,
    /** The provider or the way to it is down. */
    PROVIDER_DOWN,
    /** The provider asks for patience: burns no attempt. */
    TOO_FAST,
    /** No answer to a message that may have been taken. */
    AMBIGUOUS,
    /** This one message cannot be made or encoded; the others can. */
    UNSENDABLE
}
