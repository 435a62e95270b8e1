package org.tocsin.channel.email;

import org.tocsin.channel.SendStage;

/**
 * How one exchange with a mail server ended.
 *
 * @param stage the last stage that was begun
 * @param reply the server's reply to that stage, or null when none came
 * @param permitLapsed whether we broke off ourselves, before the final dot
 * @param fault what broke it when no reply did, such as a timeout or a certificate, or null
 */
record SmtpOutcome(SendStage stage, SmtpReply reply, boolean permitLapsed, String fault) {

    private static final int CLOSING = 421;

    boolean accepted() {
        return stage == SendStage.FINAL_DOT && reply != null && reply.positive();
    }

    /** The server answered no; else the exchange broke, or the answer was nonsense. */
    boolean refused() {
        return !permitLapsed && reply != null && (reply.transientRefusal() || reply.permanentRefusal());
    }

    /** Whether the connection is fit for another message. */
    boolean connectionUsable() {
        return accepted() || refused() && stage.compareTo(SendStage.MAIL_FROM) >= 0 && reply.replyCode() != CLOSING;
    }
}
