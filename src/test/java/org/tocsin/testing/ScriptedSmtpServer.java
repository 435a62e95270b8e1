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
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    public record Received(String envelopeFrom, List<String> recipients, byte[] bytes, boolean encrypted) {}

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted-smtp");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<Step, Deque<SmtpAction>> once = new EnumMap<>(Step.class);
    private final Map<Step, SmtpAction> always = new ConcurrentHashMap<>();
    private final Set<Socket> live = ConcurrentHashMap.newKeySet();
    private final Queue<Received> messages = new ConcurrentLinkedQueue<>();
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();
    private final Queue<String> abandoned = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger dots = new AtomicInteger();
    private volatile SSLContext startTls;
    private volatile SSLContext implicitTls;
    private volatile String login;
    private volatile List<String> extensions = List.of("PIPELINING");
    private volatile int mostConnections = Integer.MAX_VALUE;
    private volatile int mostMessagesPerConnection = Integer.MAX_VALUE;

    private ScriptedSmtpServer() throws IOException {
        listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    public static ScriptedSmtpServer start() {
        try {
            ScriptedSmtpServer server = new ScriptedSmtpServer();
            server.threads.execute(server::listen);
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("no port for the mail server", e);
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
        synchronized (once) {
            once.computeIfAbsent(step, any -> new ArrayDeque<>()).addAll(List.of(actions));
        }
        return this;
    }

    /** Does this each time that nothing from {@link #on} is left. */
    public ScriptedSmtpServer always(Step step, SmtpAction action) {
        always.put(step, action);
        return this;
    }

    /** Refuses every new connection from now on; those that stand go on. */
    public void stopListening() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("the mail server listens on", e);
        }
    }

    /** Forgets every script. */
    public void answerAsUsual() {
        synchronized (once) {
            once.clear();
        }
        always.clear();
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
        return listener.getLocalPort();
    }

    /** The messages that were taken, in the order in which they were. */
    public List<Received> messages() {
        return List.copyOf(messages);
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
        return connections.get();
    }

    /** How many final dots have come, whatever the answer. */
    public int dots() {
        return dots.get();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
            for (Socket socket : live) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the mail server did not stop", e);
        } finally {
            threads.shutdownNow();
        }
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
        return live.size() > mostConnections;
    }

    int mostMessagesPerConnection() {
        return mostMessagesPerConnection;
    }

    CountDownLatch closing() {
        return closing;
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
        synchronized (once) {
            Deque<SmtpAction> queued = once.get(step);
            if (queued != null && !queued.isEmpty()) {
                return queued.poll();
            }
        }
        return always.getOrDefault(step, usual);
    }

    private void listen() {
        while (closing.getCount() > 0) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                live.add(socket);
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new ScriptedSmtpSession(this, socket).run();
        } catch (IOException e) {
            // The client has gone, or would not agree on TLS: for a server an ordinary end.
            heard("(broken off)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            live.remove(socket);
        }
    }
}
