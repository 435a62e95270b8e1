package org.tocsin.receipt.bounce;

/** What a mail that came back is. */
public enum MailKind {
    /** A mail server says that a message was not delivered, or not yet. */
    BOUNCE,
    /** A recipient, or their provider, complains about a message (RFC 5965), or a recipient wants no more of them. */
    COMPLAINT,
    /** Somebody's program answered for them (RFC 3834): it says nothing about the delivery. */
    AUTO_REPLY,
    /** Anything else, a report of success among it. */
    OTHER
}
