package org.tocsin.receipt.bounce;

/** What a mail that came back is. */
public enum MailKind {
    /** A mail server says that a message was not delivered, or not yet. */
    BOUNCE,
    /** A recipient, or their provider, complains about a message (RFC 5965), or a recipient wants no more of them. */
    COMPLAINT,
    /** Somebody's program answered for them (RFC 3834): it says nothing about the delivery. */
    AUTO_REPLY,
    /** A mail provider's event: it has the message, and will try to deliver it. No mail says so. */
    TAKEN,
    /** A mail provider's event: the recipient's server took the message. No mail says so. */
    DELIVERED,
    /** Anything else, a report of success among it. */
    OTHER
}
