package org.tocsin.channel;

/** How far an exchange with a provider got. */
public enum SendStage {
    /** The message had not begun to leave: no connection, a breaker that is open, a permit that had lapsed. */
    NOT_STARTED,
    CONNECT,
    GREETING,
    TLS,
    AUTH,
    MAIL_FROM,
    RCPT_TO,
    DATA,
    /** From here on the provider may have the message. */
    FINAL_DOT,
    /** The HTTP request was being written or answered: the provider may have the message. */
    HTTP_POST,
    /** The provider answered. */
    ANSWERED;

    /** Whether a message whose answer was lost at this stage may have been taken. */
    public boolean mayHaveLeft() {
        return this == FINAL_DOT || this == HTTP_POST;
    }
}
