package org.tocsin.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A line between two programs that a test can cut: it hands bytes on from a free loopback port to another port. */
public final class TcpProxy implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final int target;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object line = new Object();
    private ServerSocket listener;
    private boolean stalled;

    private TcpProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 100, LOOPBACK);
        this.port = listener.getLocalPort();
        accept(listener);
    }

    /** @param target a port of the loopback interface */
    public static TcpProxy to(int target) throws IOException {
        return new TcpProxy(target);
    }

    public int port() {
        return port;
    }

    /** Breaks every connection; new ones are taken. */
    public void cut() {
        for (Socket socket : open) {
            close(socket);
        }
    }

    /** Breaks every connection and takes no new one, as if nobody were there. */
    public void refuse() throws IOException {
        synchronized (line) {
            listener.close();
        }
        cut();
    }

    /** Holds all bytes back, in both directions, and breaks nothing: a network that lost its way. */
    public void stall() {
        synchronized (line) {
            stalled = true;
        }
    }

    /** Ends {@link #refuse} and {@link #stall}; what was held back goes on. */
    public void resume() throws IOException {
        synchronized (line) {
            stalled = false;
            line.notifyAll();
            if (listener.isClosed()) {
                listener = new ServerSocket();
                listener.setReuseAddress(true);
                listener.bind(new InetSocketAddress(LOOPBACK, port), 100);
                accept(listener);
            }
        }
    }

    @Override
    public void close() throws IOException {
        refuse();
        threads.shutdownNow();
    }

    private void accept(ServerSocket from) {
        threads.execute(() -> {
            while (!from.isClosed()) {
                try {
                    join(from.accept());
                } catch (IOException e) {
                    continue; // closed, or the other side is not there; then the client's socket is closed too
                }
            }
        });
    }

    private void join(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(LOOPBACK, target);
        } catch (IOException e) {
            client.close();
            throw e;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        threads.execute(() -> pump(client, server));
        threads.execute(() -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                awaitLine();
                out.write(bytes, 0, read);
            }
        } catch (IOException broken) {
            // One side has gone: so goes the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
        }
    }

    private void awaitLine() throws InterruptedException {
        synchronized (line) {
            while (stalled) {
                line.wait();
            }
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a connection that does not close", e);
        }
    }
}
