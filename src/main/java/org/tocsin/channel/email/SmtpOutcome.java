package org.tocsin.channel.email;

import org.tocsin.channel.SendStage;

/**
 * How one exchange with a mail server ended.
 *
 * @param stage the last stage that was begun
 * @param reply the server's reply to that stage, or null when none came
 * @param fault what broke it when no reply did, such as a timeout or a certificate, or null
 * @param connectionUsable whether the connection is fit for another message
 */
record SmtpOutcome(Ending ending, SendStage stage, SmtpReply reply, String fault, boolean connectionUsable) {

    enum Ending {
        ACCEPTED,
        /** The server answered no. */
        REFUSED,
        /** The exchange broke, or an answer was nonsense. */
        BROKEN,
        /** We broke off ourselves, before the final dot. */
        PERMIT_LAPSED,
        /** No connection: the server has as many as it wants, and none of them was free; or it had closed the one that was kept. */
        TURNED_AWAY,
        /** The recipient's address needs SMTPUTF8, and the server has it not; nothing was said about the message. */
        NEEDS_SMTPUTF8
    }

    static final int CLOSING = 421;

    /** Whether the server would not even be greeted, as when it has enough connections. */
    boolean notLetIn() {
        return stage == SendStage.CONNECT || stage == SendStage.GREETING;
    }

    static SmtpOutcome accepted(SmtpReply reply) {
        return new SmtpOutcome(Ending.ACCEPTED, SendStage.FINAL_DOT, reply, null, true);
    }

    static SmtpOutcome refused(SendStage stage, SmtpReply reply, boolean connectionUsable) {
        return new SmtpOutcome(Ending.REFUSED, stage, reply, null, connectionUsable && reply.replyCode() != CLOSING);
    }

    static SmtpOutcome broken(SendStage stage, String fault) {
        return new SmtpOutcome(Ending.BROKEN, stage, null, fault, false);
    }

    static SmtpOutcome permitLapsed(SendStage stage) {
        return new SmtpOutcome(Ending.PERMIT_LAPSED, stage, null, null, false);
    }

    static SmtpOutcome turnedAway() {
        return new SmtpOutcome(Ending.TURNED_AWAY, SendStage.NOT_STARTED, null, null, false);
    }

    static SmtpOutcome needsSmtpUtf8() {
        return new SmtpOutcome(Ending.NEEDS_SMTPUTF8, SendStage.NOT_STARTED, null, null, true);
    }
}
