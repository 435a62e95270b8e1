package org.tocsin.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.tocsin.testing.ScriptedSmtpServer.Received;
import org.tocsin.testing.ScriptedSmtpServer.Step;

/** One client's conversation with a {@link ScriptedSmtpServer}. */
final class ScriptedSmtpSession {

    private final ScriptedSmtpServer server;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean encrypted;
    private String envelopeFrom;
    private final List<String> recipients = new ArrayList<>();
    private int messages;

    ScriptedSmtpSession(ScriptedSmtpServer server, Socket socket) throws IOException {
        this.server = server;
        if (server.implicitTlsContext() == null) {
            use(socket);
        } else {
            encrypt(socket, server.implicitTlsContext());
        }
    }

    void run() throws IOException, InterruptedException {
        SmtpAction usual = server.full()
                ? SmtpAction.replyAndDisconnect("421 4.7.0 too many connections")
                : SmtpAction.reply("220 test.invalid ESMTP");
        boolean open = act(Step.GREETING, usual) == 2;
        while (open) {
            String line = line();
            open = line != null && obey(line);
        }
    }

    private boolean obey(String line) throws IOException, InterruptedException {
        String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        server.heard(verb.equals("AUTH") ? verb : line);
        return switch (verb) {
            case "EHLO" -> act(Step.EHLO, SmtpAction.reply(greeting())) != 0;
            case "STARTTLS" -> startTls();
            case "AUTH" -> act(Step.AUTH, login(line)) != 0;
            case "MAIL" -> mail(line);
            case "RCPT" -> rcpt(line);
            case "DATA" -> data();
            case "RSET" -> {
                forget();
                yield act(Step.RSET, SmtpAction.reply("250 2.0.0 ok")) != 0;
            }
            case "NOOP" -> act(Step.NOOP, SmtpAction.reply("250 2.0.0 ok")) != 0;
            case "QUIT" -> {
                SmtpAction.reply("221 2.0.0 bye").answer(out, server.closing());
                yield false;
            }
            default -> SmtpAction.reply("500 5.5.2 no such command").answer(out, server.closing()) != 0;
        };
    }

    private String[] greeting() {
        List<String> lines = new ArrayList<>(List.of("250-test.invalid", "250-ENHANCEDSTATUSCODES"));
        if (server.startTlsContext() != null && !encrypted) {
            lines.add("250-STARTTLS");
        }
        if (server.expectedLogin() != null) {
            lines.add("250-AUTH PLAIN");
        }
        server.extensions().forEach(extension -> lines.add("250-" + extension));
        lines.add("250 8BITMIME");
        return lines.toArray(String[]::new);
    }

    private boolean startTls() throws IOException, InterruptedException {
        boolean goOn = act(Step.STARTTLS, SmtpAction.reply("220 2.0.0 go ahead")) == 2;
        if (goOn) {
            encrypt(socket, server.startTlsContext());
        }
        return goOn;
    }

    private SmtpAction login(String line) {
        String[] words = line.split(" ");
        String given = words.length < 3 ? "" : new String(Base64.getDecoder().decode(words[2]), StandardCharsets.UTF_8);
        // RFC 4616: an optional identity to act as stands before the first NUL
        return given.endsWith(server.expectedLogin())
                ? SmtpAction.reply("235 2.7.0 welcome")
                : SmtpAction.reply("535 5.7.8 no such login");
    }

    private boolean mail(String line) throws IOException, InterruptedException {
        SmtpAction usual = messages >= server.mostMessagesPerConnection()
                ? SmtpAction.replyAndDisconnect("421 4.7.0 enough for one connection")
                : SmtpAction.reply("250 2.1.0 ok");
        int digit = act(Step.MAIL, usual);
        if (digit == 2) {
            envelopeFrom = path(line);
        }
        return digit != 0;
    }

    private boolean rcpt(String line) throws IOException, InterruptedException {
        int digit = act(Step.RCPT, SmtpAction.reply("250 2.1.5 ok"));
        if (digit == 2) {
            recipients.add(path(line));
        }
        return digit != 0;
    }

    private boolean data() throws IOException, InterruptedException {
        SmtpAction usual = recipients.isEmpty()
                ? SmtpAction.reply("554 5.5.1 no valid recipients")
                : SmtpAction.reply("354 go ahead");
        int digit = act(Step.DATA, usual);
        if (digit != 3) {
            return digit != 0;
        }
        byte[] bytes = message();
        if (bytes == null) {
            return false;
        }
        server.dotSeen();
        messages++;
        SmtpAction taken = SmtpAction.taking(SmtpAction.reply("250 2.0.0 Ok: queued as TEST" + server.dots()));
        SmtpAction action = server.next(Step.DOT, taken);
        if (action.takesMessage()) {
            // Before the answer: what counts is what the server has, not what the client was told.
            server.took(new Received(envelopeFrom, List.copyOf(recipients), bytes, encrypted));
        }
        forget();
        return action.answer(out, server.closing()) != 0;
    }

    private void forget() {
        envelopeFrom = null;
        recipients.clear();
    }

    private int act(Step step, SmtpAction usual) throws IOException, InterruptedException {
        return server.next(step, usual).answer(out, server.closing());
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = new BufferedInputStream(next.getInputStream());
        out = next.getOutputStream();
    }

    private void encrypt(Socket plain, SSLContext context) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        tls.setUseClientMode(false);
        tls.startHandshake();
        encrypted = true;
        use(tls);
    }

    private static String path(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    /** The message up to its dot, or null when the client went away before. */
    private byte[] message() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] line = rawLine(); line != null; line = rawLine()) {
            if (line.length == 1 && line[0] == '.') {
                return bytes.toByteArray();
            }
            int from = line.length > 0 && line[0] == '.' ? 1 : 0;
            bytes.write(line, from, line.length - from);
            bytes.write('\r');
            bytes.write('\n');
        }
        server.abandoned(bytes.toString(StandardCharsets.UTF_8));
        return null;
    }

    private String line() throws IOException {
        byte[] raw = rawLine();
        return raw == null ? null : new String(raw, StandardCharsets.UTF_8);
    }

    private byte[] rawLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int before = -1;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n' && before == '\r') {
                byte[] withReturn = line.toByteArray();
                return Arrays.copyOf(withReturn, withReturn.length - 1);
            }
            line.write(b);
            before = b;
        }
        return null;
    }
}
