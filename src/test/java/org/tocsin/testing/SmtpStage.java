package org.tocsin.testing;

/** How far an SMTP exchange has come, in order; where a {@link LedgerSmtpServer} can step in. */
public enum SmtpStage {
    /** The greeting of a new connection. */
    CONNECT,
    EHLO,
    MAIL,
    RCPT,
    DATA,
    /** The server has read the first part of the message. */
    BODY,
    /** The whole message has come; its answer is due. */
    DOT
}
