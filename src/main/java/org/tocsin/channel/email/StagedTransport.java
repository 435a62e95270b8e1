package org.tocsin.channel.email;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendStage;

/**
 * The library's SMTP client, taught to say how far it got and what the server answered there. From its exceptions alone a
 * timeout at the greeting and one after the final dot look the same, and a reply can be lost to the RSET that follows it.
 */
final class StagedTransport extends SMTPTransport {

    private static final int OK = 250;

    private final boolean startTls;
    private final SmtpSockets sockets;
    private boolean greeted;
    private boolean encrypted;
    private SendStage stage = SendStage.CONNECT;
    private boolean answered;
    private SmtpReply reply;
    private boolean permitLapsed;
    private SendPermit permit;
    private BeforeDot beforeDot;

    StagedTransport(Session session, SmtpSockets sockets, EmailConfig.TlsPolicy tls) {
        super(session, null, "smtp", tls == EmailConfig.TlsPolicy.IMPLICIT);
        this.sockets = sockets;
        this.startTls = tls == EmailConfig.TlsPolicy.STARTTLS;
    }

    /**
     * Sends one message over the open connection.
     *
     * @param beforeDot run before the permit is asked, when all of the message but its end has been handed over
     * @throws MessagingException for every other end than success; {@link #outcome} says which
     */
    void transmit(NoticeMessage message, SendPermit permit, BeforeDot beforeDot) throws MessagingException {
        this.permit = permit;
        this.beforeDot = beforeDot;
        enter(SendStage.MAIL_FROM); // what the message before left behind must not pass for this one's outcome
        sendMessage(message, new Address[] {message.recipient()});
    }

    /** @param fault what broke the exchange on our side, or null */
    SmtpOutcome outcome(String fault) {
        // With implicit TLS the library has no step for the handshake that could be noted on the way.
        SendStage reached = stage == SendStage.CONNECT && sockets.layered() ? SendStage.TLS : stage;
        return new SmtpOutcome(reached, reply, permitLapsed, fault);
    }

    private void enter(SendStage next) {
        stage = next;
        answered = false;
        reply = null;
    }

    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        enter(SendStage.GREETING);
        if (!super.ehlo(domain)) {
            throw new MessagingException("EHLO refused"); // HELO would leave us without TLS and AUTH
        }
        enter(startTls && !encrypted ? SendStage.TLS : SendStage.AUTH);
        return true;
    }

    @Override
    protected void startTLS() throws MessagingException {
        enter(SendStage.TLS);
        super.startTLS();
        encrypted = true;
    }

    @Override
    protected void rcptTo() throws MessagingException {
        enter(SendStage.RCPT_TO);
        super.rcptTo();
    }

    @Override
    protected OutputStream data() throws MessagingException {
        enter(SendStage.DATA);
        return super.data();
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        beforeDot.run();
        if (!permit.stillValid()) {
            permitLapsed = true;
            throw new PermitLapsedException();
        }
        enter(SendStage.FINAL_DOT);
        super.finishData();
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        if (!greeted) {
            enter(SendStage.GREETING);
            greeted = true;
        }
        int replyCode = super.readServerResponse();
        // AUTH is a conversation whose last word counts; after a refused MAIL, RCPT, DATA or dot comes only RSET's
        // reply.
        if (!answered || stage == SendStage.AUTH) {
            reply = replyCode > 0 ? SmtpReply.parse(getLastServerResponse()) : null;
            answered = true;
        }
        // The library takes nothing but 250 for success; any 2yz is (RFC 5321, 4.2.1).
        return stage == SendStage.FINAL_DOT && replyCode / 100 == 2 ? OK : replyCode;
    }

    /** The last preparation; throws when the exchange must end here. */
    @FunctionalInterface
    interface BeforeDot {
        void run() throws IOException;
    }
}
