package org.tocsin.channel.email;

import java.io.IOException;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendStage;

/**
 * One message over an open connection: MAIL, RCPT, DATA, the message and its final dot (RFC 5321, 3.3). It knows at every
 * moment how far it got.
 */
final class SmtpTransaction {

    private static final byte[] DOT = {'.', '\r', '\n'};

    private final SmtpWire wire;
    private final boolean pipelining;
    private SendStage stage = SendStage.MAIL_FROM;

    /** @param pipelining whether the server takes MAIL, RCPT and DATA together (RFC 2920) */
    SmtpTransaction(SmtpWire wire, boolean pipelining) {
        this.wire = wire;
        this.pipelining = pipelining;
    }

    /** The last stage that was begun. */
    SendStage stage() {
        return stage;
    }

    /**
     * Carries the message over.
     *
     * @param beforeDot run before the permit is asked, when all of the message but its dot has been handed over
     * @throws IOException when the exchange broke at {@link #stage}
     */
    SmtpOutcome run(NoticeMessage message, SendPermit permit, BeforeDot beforeDot) throws IOException {
        SmtpOutcome refusal = announce(message);
        if (refusal != null) {
            return refusal;
        }
        wire.send(message.content());
        beforeDot.run();
        // Only now: a slow server may keep us waiting with the message, and not between the permit and the dot.
        if (!permit.stillValid()) {
            return SmtpOutcome.permitLapsed(stage);
        }
        stage = SendStage.FINAL_DOT;
        wire.send(DOT);
        int code = wire.read();
        SmtpReply reply = SmtpReply.parse(wire.lastReply());
        if (code / 100 == 3 || reply == null) {
            return SmtpOutcome.broken(stage, "an answer that makes no sense here: " + code);
        }
        return code / 100 == 2 ? SmtpOutcome.accepted(reply) : SmtpOutcome.refused(stage, reply, true);
    }

    /** MAIL, RCPT and DATA; the refusal, or null when the server waits for the message. */
    private SmtpOutcome announce(NoticeMessage message) throws IOException {
        String[] commands = {mail(message), "RCPT TO:<" + message.recipient().address() + ">\r\n", "DATA\r\n"};
        SendStage[] stages = {SendStage.MAIL_FROM, SendStage.RCPT_TO, SendStage.DATA};
        if (pipelining) {
            wire.send(commands[0] + commands[1] + commands[2]);
        }
        for (int i = 0; i < stages.length; i++) {
            stage = stages[i];
            if (!pipelining) {
                wire.send(commands[i]);
            }
            int code = wire.read();
            if (code / 100 != (stage == SendStage.DATA ? 3 : 2)) {
                return refusal(code, pipelining ? stages.length - 1 - i : 0);
            }
        }
        return null;
    }

    private static String mail(NoticeMessage message) {
        String smtpUtf8 = message.recipient().international() ? " SMTPUTF8" : ""; // RFC 6531, 3.4
        return "MAIL FROM:<" + message.envelopeFrom() + ">" + smtpUtf8 + "\r\n";
    }

    /** @param unanswered how many commands sent along are still to be answered: the first refusal is the message's */
    private SmtpOutcome refusal(int code, int unanswered) {
        SmtpReply reply = SmtpReply.parse(wire.lastReply());
        if (code / 100 < 4 || reply == null) {
            return SmtpOutcome.broken(stage, "an answer that makes no sense here: " + code);
        }
        return SmtpOutcome.refused(stage, reply, code != SmtpOutcome.CLOSING && allRefused(unanswered));
    }

    /**
     * Whether the server takes a new command next. After a 354 it waits for a message, though it refused who sends it or
     * who gets it (RFC 2920, 3.1), and whatever comes next would be in that message.
     */
    private boolean allRefused(int unanswered) {
        try {
            for (int left = unanswered; left > 0; left--) {
                int code = wire.read();
                boolean toData = left == 1;
                if (code == SmtpOutcome.CLOSING || toData && code / 100 < 4) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // the refusal stands, the connection does not
        }
    }

    /** The last preparation; throws when the exchange must end here. */
    @FunctionalInterface
    interface BeforeDot {
        void run() throws IOException;
    }
}
