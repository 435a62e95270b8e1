package org.tocsin.channel.email;

/** A notice made ready for the wire: who it goes to, where it comes back to, and every byte in between. */
public final class NoticeMessage {

    private final String envelopeFrom;
    private final Mailbox recipient;
    private final byte[] content;

    /** @param content ends with a line's end; no line begins with a dot */
    NoticeMessage(String envelopeFrom, Mailbox recipient, byte[] content) {
        this.envelopeFrom = envelopeFrom;
        this.recipient = recipient;
        this.content = content;
    }

    /** The address for MAIL. */
    String envelopeFrom() {
        return envelopeFrom;
    }

    /** The one mailbox for RCPT. */
    Mailbox recipient() {
        return recipient;
    }

    /** Header and body as sent, with CR LF at the end of each line; not a copy, so not to be changed. */
    public byte[] content() {
        return content;
    }

    @Override
    public String toString() {
        return "NoticeMessage"; // nothing of the person may reach a log
    }
}
