package org.tocsin.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.tocsin.channel.SendStage;

/**
 * The library's SMTP client, which greets, encrypts, logs in and says goodbye for us; taught to say how far it got and what
 * the server answered there, for from its exceptions alone many stages look the same. Messages go over {@link SmtpWire}.
 */
final class StagedTransport extends SMTPTransport {

    private final boolean startTls;
    private final SmtpSockets sockets;
    private boolean greeted;
    private boolean encrypted;
    private SendStage stage = SendStage.CONNECT;
    private boolean answered;
    private SmtpReply reply;

    StagedTransport(Session session, SmtpSockets sockets, EmailConfig.TlsPolicy tls) {
        super(session, null, "smtp", tls == EmailConfig.TlsPolicy.IMPLICIT);
        this.sockets = sockets;
        this.startTls = tls == EmailConfig.TlsPolicy.STARTTLS;
    }

    /**
     * How connecting failed.
     *
     * @param fault what broke it on our side
     */
    SmtpOutcome failure(String fault) {
        // With implicit TLS the library has no step for the handshake that could be noted on the way.
        SendStage reached = stage == SendStage.CONNECT && sockets.layered() ? SendStage.TLS : stage;
        return reply != null && reply.refusal()
                ? SmtpOutcome.refused(reached, reply, false)
                : SmtpOutcome.broken(reached, fault);
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
    protected int readServerResponse() throws MessagingException {
        if (!greeted) {
            enter(SendStage.GREETING);
            greeted = true;
        }
        int replyCode = super.readServerResponse();
        // AUTH is a conversation whose last word counts.
        if (!answered || stage == SendStage.AUTH) {
            reply = replyCode > 0 ? SmtpReply.parse(getLastServerResponse()) : null;
            answered = true;
        }
        return replyCode;
    }
}
