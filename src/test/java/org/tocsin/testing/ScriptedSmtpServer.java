package org.tocsin.testing;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A mail server on a free loopback port that does at each step what a test tells it, and keeps what it took: the outside
 * ledger of what has really been sent. Without a script it takes everything.
 */
public final class ScriptedSmtpServer implements AutoCloseable {

    /** Where a script can step in. DOT is the answer to the whole message; see {@link SmtpAction#taking}. */
    public enum Step {
        GREETING,
        EHLO,
        STARTTLS,
        AUTH,
        MAIL,
        RCPT,
        DATA,
        DOT,
        RSET,
        NOOP
    }

    /**
     * One message that the server took.
     *
     * @param bytes as sent, without the dot and without dot-stuffing
     * @param encrypted whether it came through TLS
     */
    public record Received(String envelopeFrom, List<String> recipients, byte[] bytes, boolean encrypted) {

        /** Where a bounce of it goes. */
        public String returnPath() {
            return envelopeFrom.replaceAll("[<>]", "");
        }

        /** Its Message-ID, without angle brackets. */
        public String messageId() {
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("Message-ID: "))
                    .map(line -> line.replaceAll("^Message-ID: <|>$", ""))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private final SmtpListener listener;
    private final SmtpScript<Step> script = new SmtpScript<>();
    private final Queue<Received> messages = new ConcurrentLinkedQueue<>();
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();
    private final Queue<String> abandoned = new ConcurrentLinkedQueue<>();
    private final AtomicInteger dots = new AtomicInteger();
    private volatile SSLContext startTls;
    private volatile SSLContext implicitTls;
    private volatile String login;
    private volatile List<String> extensions = List.of("PIPELINING");
    private volatile int mostConnections = Integer.MAX_VALUE;
    private volatile int mostMessagesPerConnection = Integer.MAX_VALUE;

    private ScriptedSmtpServer() {
        listener = SmtpListener.start("scripted-smtp", this::talk);
    }

    public static ScriptedSmtpServer start() {
        return new ScriptedSmtpServer();
    }

    private void talk(Socket client, int connection) throws IOException, InterruptedException {
        try {
            new ScriptedSmtpSession(this, client).run();
        } catch (IOException e) {
            // The client has gone, or would not agree on TLS.
            heard("(broken off)");
        }
    }

    /** Offers STARTTLS. */
    public ScriptedSmtpServer startTls(SSLContext context) {
        startTls = context;
        return this;
    }

    /** Speaks TLS from the first byte. */
    public ScriptedSmtpServer implicitTls(SSLContext context) {
        implicitTls = context;
        return this;
    }

    /** Offers AUTH PLAIN and takes only this login. */
    public ScriptedSmtpServer login(String username, String password) {
        login = "\0" + username + "\0" + password;
        return this;
    }

    /** Offers these extensions in place of PIPELINING alone. */
    public ScriptedSmtpServer offering(String... names) {
        extensions = List.of(names);
        return this;
    }

    /** Does these in turn at the next times that the step comes up, over all connections; then answers as usual. */
    public ScriptedSmtpServer on(Step step, SmtpAction... actions) {
        script.on(step, actions);
        return this;
    }

    /** Does this each time that nothing from {@link #on} is left. */
    public ScriptedSmtpServer always(Step step, SmtpAction action) {
        script.always(step, action);
        return this;
    }

    /** Refuses every new connection from now on; those that stand go on. */
    public void stopListening() {
        listener.stopListening();
    }

    /** Forgets every script. */
    public void answerAsUsual() {
        script.clear();
    }

    /** Hangs up on everybody, as when the machine restarts. */
    public void disconnectAll() {
        listener.disconnectAll();
    }

    /** Answers 421 to a connection too many. */
    public ScriptedSmtpServer mostConnections(int limit) {
        mostConnections = limit;
        return this;
    }

    /** Answers 421 and hangs up when a connection brings a message too many. */
    public ScriptedSmtpServer mostMessagesPerConnection(int limit) {
        mostMessagesPerConnection = limit;
        return this;
    }

    public int port() {
        return listener.port();
    }

    /** The messages that were taken, in the order in which they were. */
    public List<Received> messages() {
        return List.copyOf(messages);
    }

    /** The first message that was taken for an address. */
    public Received messageTo(String address) {
        return messages.stream()
                .filter(received -> received.recipients().toString().contains(address))
                .findFirst()
                .orElseThrow();
    }

    /** The command lines of all connections, without messages and without what follows AUTH. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** What came of each message whose dot never did. */
    public List<String> abandoned() {
        return List.copyOf(abandoned);
    }

    /** How many connections there have been. */
    public int connections() {
        return listener.connections();
    }

    /** How many final dots have come, whatever the answer. */
    public int dots() {
        return dots.get();
    }

    @Override
    public void close() {
        listener.close();
    }

    SSLContext startTlsContext() {
        return startTls;
    }

    SSLContext implicitTlsContext() {
        return implicitTls;
    }

    String expectedLogin() {
        return login;
    }

    List<String> extensions() {
        return extensions;
    }

    boolean full() {
        return listener.openConnections() > mostConnections;
    }

    int mostMessagesPerConnection() {
        return mostMessagesPerConnection;
    }

    CountDownLatch closing() {
        return listener.closing();
    }

    void heard(String command) {
        commands.add(command);
    }

    void abandoned(String part) {
        abandoned.add(part);
    }

    void dotSeen() {
        dots.incrementAndGet();
    }

    void took(Received message) {
        messages.add(message);
    }

    /** The script for this moment, or {@code usual}. */
    SmtpAction next(Step step, SmtpAction usual) {
        return script.next(step, usual);
    }
}
