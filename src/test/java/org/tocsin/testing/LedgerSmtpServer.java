package org.tocsin.testing;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A mail server on a free loopback port for fault tests: it writes what it took into a {@link Ledger} instead of keeping it,
 * takes thousands of messages a second, and does at any stage what a test tells it. Without a script it takes everything.
 */
public final class LedgerSmtpServer implements AutoCloseable {

    private final String name;
    private final Ledger ledger;
    private final SmtpListener listener;
    private final SmtpScript<SmtpStage> script = new SmtpScript<>();
    private final Map<SmtpStage, Map<String, SmtpAction>> byRecipient = new ConcurrentHashMap<>();
    private volatile int mostConnections = Integer.MAX_VALUE;
    private volatile int mostMessagesPerConnection = Integer.MAX_VALUE;

    private LedgerSmtpServer(String name, Ledger ledger) {
        this.name = name;
        this.ledger = ledger;
        this.listener = SmtpListener.start("ledger-smtp", this::talk);
    }

    /** @param name of this server in the ledger */
    public static LedgerSmtpServer start(String name, Ledger ledger) {
        return new LedgerSmtpServer(name, ledger);
    }

    private void talk(Socket client, int connection) throws IOException, InterruptedException {
        new LedgerSmtpSession(this, client, connection).run();
    }

    /** Does these in turn at the next times that the stage comes up, over all connections; then answers as usual. */
    public LedgerSmtpServer on(SmtpStage stage, SmtpAction... actions) {
        script.on(stage, actions);
        return this;
    }

    /** Does this the next time that a message to this mailbox gets there; from RCPT on, for earlier nobody is named. */
    public LedgerSmtpServer forRecipient(String mailbox, SmtpStage stage, SmtpAction action) {
        byRecipient.computeIfAbsent(stage, any -> new ConcurrentHashMap<>()).put(mailbox, action);
        return this;
    }

    /** Does this each time that no other script speaks. */
    public LedgerSmtpServer always(SmtpStage stage, SmtpAction action) {
        script.always(stage, action);
        return this;
    }

    /** Answers 421 to a connection too many. */
    public LedgerSmtpServer mostConnections(int limit) {
        mostConnections = limit;
        return this;
    }

    /** Answers 421 and hangs up when a connection brings a message too many. */
    public LedgerSmtpServer mostMessagesPerConnection(int limit) {
        mostMessagesPerConnection = limit;
        return this;
    }

    /** Forgets every script and limit. */
    public void answerAsUsual() {
        script.clear();
        byRecipient.clear();
        mostConnections = Integer.MAX_VALUE;
        mostMessagesPerConnection = Integer.MAX_VALUE;
    }

    /** Hangs up on everybody, as when the machine restarts. */
    public void disconnectAll() {
        listener.disconnectAll();
    }

    public int port() {
        return listener.port();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return listener.openConnections();
    }

    @Override
    public void close() {
        listener.close();
    }

    String name() {
        return name;
    }

    Ledger ledger() {
        return ledger;
    }

    CountDownLatch closing() {
        return listener.closing();
    }

    boolean full() {
        return listener.openConnections() > mostConnections;
    }

    int mostMessagesPerConnection() {
        return mostMessagesPerConnection;
    }

    /** The script for this moment, or {@code usual}. */
    SmtpAction next(SmtpStage stage, String recipient, SmtpAction usual) {
        Map<String, SmtpAction> personal = byRecipient.get(stage);
        SmtpAction action = personal == null || recipient == null ? null : personal.remove(recipient);
        return action == null ? script.next(stage, usual) : action;
    }
}
