package org.tocsin.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A free loopback port with a thread for each client: what the stand-ins for mail servers have in common below SMTP. */
final class SmtpListener implements AutoCloseable {

    /** Talks with one client until it has gone. */
    @FunctionalInterface
    interface Conversation {

        /** @param connection counted from 1 */
        void with(Socket client, int connection) throws IOException, InterruptedException;
    }

    private final Conversation conversation;
    private final ServerSocket listener;
    private final ExecutorService threads;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<Socket> live = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private SmtpListener(String name, Conversation conversation) throws IOException {
        this.conversation = conversation;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param name of its threads */
    static SmtpListener start(String name, Conversation conversation) {
        try {
            SmtpListener listener = new SmtpListener(name, conversation);
            listener.threads.execute(listener::listen);
            return listener;
        } catch (IOException e) {
            throw new IllegalStateException("no port for the mail server", e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many connections there have been. */
    int connections() {
        return connections.get();
    }

    /** How many connections are open now. */
    int openConnections() {
        return live.size();
    }

    /** Opens when the server is being closed: the end of every wait. */
    CountDownLatch closing() {
        return closing;
    }

    /** Refuses every new connection from now on; those that stand go on. */
    void stopListening() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("the mail server listens on", e);
        }
    }

    /** Hangs up on everybody, as when the machine restarts. */
    void disconnectAll() {
        for (Socket client : live) {
            try {
                client.close();
            } catch (IOException e) {
                throw new IllegalStateException("a connection that does not close", e);
            }
        }
    }

    private void listen() {
        while (closing.getCount() > 0) {
            try {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                live.add(client);
                int connection = connections.incrementAndGet();
                threads.execute(() -> serve(client, connection));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client, int connection) {
        try (client) {
            conversation.with(client, connection);
        } catch (IOException e) {
            return; // the client has gone: for a server an ordinary end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            live.remove(client);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            stopListening();
        } finally {
            disconnectAll();
            threads.shutdownNow();
        }
    }
}
