package org.tocsin.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.tocsin.testing.Ledger.Event;

/** One client's conversation with a {@link LedgerSmtpServer}. */
final class LedgerSmtpSession {

    private static final SmtpAction READ_ON = (client, closing) -> 2;

    private final LedgerSmtpServer server;
    private final int connection;
    private final SmtpInput in;
    private final OutputStream out;
    private SmtpStage stage = SmtpStage.CONNECT;
    private boolean sender;
    private String recipient;
    private int messages;

    LedgerSmtpSession(LedgerSmtpServer server, Socket socket, int connection) throws IOException {
        this.server = server;
        this.connection = connection;
        this.in = new SmtpInput(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    void run() throws IOException, InterruptedException {
        try {
            SmtpAction usual = server.full()
                    ? SmtpAction.replyAndDisconnect("421 4.7.0 too many connections")
                    : SmtpAction.reply("220 test.invalid ESMTP");
            boolean open = act(SmtpStage.CONNECT, usual) == 2;
            while (open) {
                String line = in.line();
                open = line != null && obey(line);
            }
        } finally {
            if (recipient != null) {
                write(Event.ABANDONED, null, "");
            }
        }
    }

    private boolean obey(String line) throws IOException, InterruptedException {
        return switch (line.split(" ", 2)[0].toUpperCase(Locale.ROOT)) {
            case "EHLO" ->
                act(SmtpStage.EHLO, SmtpAction.reply("250-test.invalid", "250-ENHANCEDSTATUSCODES", "250 PIPELINING"))
                        != 0;
            case "MAIL" -> mail();
            case "RCPT" -> rcpt(line);
            case "DATA" -> data();
            case "RSET" -> {
                recipient = null;
                yield SmtpAction.reply("250 2.0.0 ok").answer(out, server.closing()) != 0;
            }
            case "NOOP" -> SmtpAction.reply("250 2.0.0 ok").answer(out, server.closing()) != 0;
            case "QUIT" -> {
                SmtpAction.reply("221 2.0.0 bye").answer(out, server.closing());
                yield false;
            }
            default -> SmtpAction.reply("500 5.5.2 no such command").answer(out, server.closing()) != 0;
        };
    }

    private boolean mail() throws IOException, InterruptedException {
        SmtpAction usual = messages >= server.mostMessagesPerConnection()
                ? SmtpAction.replyAndDisconnect("421 4.7.0 enough for one connection")
                : SmtpAction.reply("250 2.1.0 ok");
        int digit = act(SmtpStage.MAIL, usual);
        sender = digit == 2;
        return digit != 0;
    }

    private boolean rcpt(String line) throws IOException, InterruptedException {
        if (!sender) {
            // As below for DATA: a client that pipelines has sent it before it learnt that its sender is refused.
            return SmtpAction.reply("503 5.5.1 MAIL first").answer(out, server.closing()) != 0;
        }
        recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        int digit = act(SmtpStage.RCPT, SmtpAction.reply("250 2.1.5 ok"));
        refusedIf(digit != 2 && digit != 0, null, "");
        return digit != 0;
    }

    private boolean data() throws IOException, InterruptedException {
        if (recipient == null) {
            // A client that pipelines has sent DATA before it learnt that nobody will have its message.
            return SmtpAction.reply("554 5.5.1 no valid recipients").answer(out, server.closing()) != 0;
        }
        int digit = act(SmtpStage.DATA, SmtpAction.reply("354 go ahead"));
        if (digit != 3) {
            refusedIf(digit != 0, null, "");
            return digit != 0;
        }
        if (!in.awaitMore() || act(SmtpStage.BODY, READ_ON) == 0) {
            return false;
        }
        byte[] bytes = in.message();
        return bytes != null && dot(TakenMail.of(bytes));
    }

    private boolean dot(TakenMail mail) throws IOException, InterruptedException {
        stage = SmtpStage.DOT;
        messages++;
        SmtpAction action = server.next(stage, recipient, SmtpAction.taking(SmtpAction.reply("250 2.0.0 Ok: queued")));
        if (!action.takesMessage()) {
            int digit = action.answer(out, server.closing());
            refusedIf(digit != 0, mail.delivery(), mail.body());
            return digit != 0;
        }
        // Before the answer: what counts is what the server has, not what the client was told.
        write(Event.TAKEN, mail.delivery(), mail.body());
        String taken = recipient;
        recipient = null;
        boolean answered = false;
        try {
            answered = action.answer(out, server.closing()) != 0;
        } finally {
            if (!answered) {
                recipient = taken;
                write(Event.UNANSWERED, mail.delivery(), mail.body());
                recipient = null;
            }
        }
        return answered;
    }

    private int act(SmtpStage next, SmtpAction usual) throws IOException, InterruptedException {
        stage = next;
        return server.next(next, recipient, usual).answer(out, server.closing());
    }

    private void refusedIf(boolean refused, UUID delivery, String body) {
        if (refused) {
            write(Event.REFUSED, delivery, body);
            recipient = null;
        }
    }

    private void write(Event event, UUID delivery, String body) {
        server.ledger()
                .append(new Ledger.Entry(
                        Instant.now(), server.name(), connection, event, stage, delivery, recipient, body));
    }
}
