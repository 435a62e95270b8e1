package org.tocsin.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail server on a free loopback port for fault tests: it writes what it took into a {@link Ledger} instead of keeping it,
 * takes thousands of messages a second, and does at any stage what a test tells it. Without a script it takes everything.
 */
public final class LedgerSmtpServer implements AutoCloseable {

    private final String name;
    private final Ledger ledger;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "ledger-smtp");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<SmtpStage, Deque<SmtpAction>> once = new EnumMap<>(SmtpStage.class);
    private final Map<SmtpStage, SmtpAction> always = new ConcurrentHashMap<>();
    private final Map<SmtpStage, Map<String, SmtpAction>> byRecipient = new ConcurrentHashMap<>();
    private final Set<Socket> live = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile int mostConnections = Integer.MAX_VALUE;
    private volatile int mostMessagesPerConnection = Integer.MAX_VALUE;

    private LedgerSmtpServer(String name, Ledger ledger) throws IOException {
        this.name = name;
        this.ledger = ledger;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    /** @param name of this server in the ledger */
    public static LedgerSmtpServer start(String name, Ledger ledger) {
        try {
            LedgerSmtpServer server = new LedgerSmtpServer(name, ledger);
            server.threads.execute(server::listen);
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("no port for the mail server", e);
        }
    }

    /** Does these in turn at the next times that the stage comes up, over all connections; then answers as usual. */
    public LedgerSmtpServer on(SmtpStage stage, SmtpAction... actions) {
        synchronized (once) {
            once.computeIfAbsent(stage, any -> new ArrayDeque<>()).addAll(List.of(actions));
        }
        return this;
    }

    /** Does this the next time that a message to this mailbox gets there; from RCPT on, for earlier nobody is named. */
    public LedgerSmtpServer forRecipient(String mailbox, SmtpStage stage, SmtpAction action) {
        byRecipient.computeIfAbsent(stage, any -> new ConcurrentHashMap<>()).put(mailbox, action);
        return this;
    }

    /** Does this each time that no other script speaks. */
    public LedgerSmtpServer always(SmtpStage stage, SmtpAction action) {
        always.put(stage, action);
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
        synchronized (once) {
            once.clear();
        }
        byRecipient.clear();
        always.clear();
        mostConnections = Integer.MAX_VALUE;
        mostMessagesPerConnection = Integer.MAX_VALUE;
    }

    /** Hangs up on everybody, as when the machine restarts. */
    public void disconnectAll() {
        live.forEach(LedgerSmtpServer::closeQuietly);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return live.size();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("the mail server did not stop", e);
        } finally {
            disconnectAll();
            threads.shutdownNow();
        }
    }

    String name() {
        return name;
    }

    Ledger ledger() {
        return ledger;
    }

    CountDownLatch closing() {
        return closing;
    }

    boolean full() {
        return live.size() > mostConnections;
    }

    int mostMessagesPerConnection() {
        return mostMessagesPerConnection;
    }

    /** The script for this moment, or {@code usual}. */
    SmtpAction next(SmtpStage stage, String recipient, SmtpAction usual) {
        Map<String, SmtpAction> personal = byRecipient.get(stage);
        SmtpAction action = personal == null || recipient == null ? null : personal.remove(recipient);
        if (action != null) {
            return action;
        }
        synchronized (once) {
            Deque<SmtpAction> queued = once.get(stage);
            if (queued != null && !queued.isEmpty()) {
                return queued.poll();
            }
        }
        return always.getOrDefault(stage, usual);
    }

    private void listen() {
        while (closing.getCount() > 0) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                live.add(socket);
                int connection = connections.incrementAndGet();
                threads.execute(() -> serve(socket, connection));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            new LedgerSmtpSession(this, socket, connection).run();
        } catch (IOException e) {
            // The client has gone; the session has written into the ledger what that means.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            live.remove(socket);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a connection that does not close", e);
        }
    }
}
