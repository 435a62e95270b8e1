package org.tocsin.channel.email;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jboss.logging.Logger;

/**
 * Makes the socket of one connection and keeps hold of it: the library hides it, but only by the socket can another thread
 * end a stuck exchange, and only there can the patience after the final dot be set.
 */
final class SmtpSockets {

    private static final Logger LOG = Logger.getLogger(SmtpSockets.class);

    private final SSLSocketFactory tls;
    private Socket socket;
    private Socket layer;
    private boolean aborted;
    private boolean layered;

    SmtpSockets(SSLSocketFactory tls) {
        this.tls = tls;
    }

    /** For STARTTLS and for no TLS. */
    SocketFactory plainFactory() {
        return new PlainFactory();
    }

    /** For the TLS layer; with implicit TLS the library brings the plain socket. */
    SSLSocketFactory tlsFactory() {
        return new LayeredFactory();
    }

    /** Closes the socket at once, from any thread; one that is made later is refused. */
    synchronized void abort() {
        aborted = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("a socket did not close; its exchange ends by the read timeout", e);
            }
        }
    }

    /** Whether a TLS handshake has been begun. */
    synchronized boolean layered() {
        return layered;
    }

    /** The longest wait for one answer from now on; TLS layers follow the socket below them. */
    synchronized void readTimeout(Duration limit) throws SocketException {
        socket.setSoTimeout((int) limit.toMillis());
    }

    /** Streams of our own over the connection, through its TLS layer where there is one. */
    synchronized SmtpWire wire() throws IOException {
        return new SmtpWire(layer == null ? socket : layer);
    }

    private synchronized void handshakeBegins() {
        layered = true;
    }

    private synchronized Socket keepLayer(Socket made) {
        layer = made;
        return made;
    }

    private synchronized void keep(Socket made) throws IOException {
        if (aborted) {
            made.close();
            throw new SocketException("the deadline has passed");
        }
        // Else Nagle's algorithm holds the end of a message back until the server's delayed acknowledgement: 40 ms
        // each.
        made.setTcpNoDelay(true);
        socket = made;
    }

    private final class PlainFactory extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            Socket made = new Socket();
            keep(made);
            return made;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw connectedHere();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw connectedHere();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw connectedHere();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
            throw connectedHere();
        }
    }

    private final class LayeredFactory extends SSLSocketFactory {

        @Override
        public Socket createSocket(Socket below, String host, int port, boolean autoClose) throws IOException {
            keep(below);
            handshakeBegins();
            return keepLayer(tls.createSocket(below, host, port, autoClose));
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return tls.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return tls.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw connectedHere();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw connectedHere();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw connectedHere();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
            throw connectedHere();
        }
    }

    private static UnsupportedOperationException connectedHere() {
        return new UnsupportedOperationException("the mail library connects its sockets itself, with a timeout");
    }
}
