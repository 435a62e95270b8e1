package org.tocsin.channel.email;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.Watchdog;
import org.tocsin.channel.Watchdog.Watch;

/** One connection to a relay, opened when first needed and kept for the messages after. Used by one thread at a time. */
final class SmtpConnection {

    // A server that has closed an idle connection is noticed by a NOOP; right after a message it is not worth the trip.
    private static final Duration CHECKED_AFTER = Duration.ofSeconds(5);

    private final SmtpRoute route;
    private final ConnectRetry connectRetry;
    private final Watchdog watchdog;
    private volatile SmtpSockets sockets;
    private volatile boolean expired;
    private StagedTransport transport;
    private int messages;
    private boolean checkBeforeUse;
    private long usedAtNanos;

    SmtpConnection(SmtpRoute route, ConnectRetry connectRetry, Watchdog watchdog) {
        this.route = route;
        this.connectRetry = connectRetry;
        this.watchdog = watchdog;
    }

    /** Carries one message over, or finds out how far that goes. */
    SmtpOutcome exchange(NoticeMessage message, SendPermit permit) {
        expired = false;
        String fault = null;
        try (Patience patience = new Patience()) {
            open();
            transport.transmit(message, permit, patience::untilAnswered);
            sockets.readTimeout(route.config().commandTimeout());
        } catch (MessagingException | IOException e) {
            checkBeforeUse = true; // it may be half way through a RSET
            fault = expired ? "the deadline has passed" : rootOf(e).toString();
        }
        messages++;
        usedAtNanos = System.nanoTime();
        return transport.outcome(fault);
    }

    boolean wornOut() {
        // A deadline can strike in the very moment in which the answer comes.
        return expired || messages >= route.config().messagesPerConnection();
    }

    /** Says QUIT when it can, and closes. */
    void close() {
        if (transport == null) {
            return;
        }
        Watch watch = watchdog.after(route.config().commandTimeout(), this::abort);
        try {
            transport.close();
        } catch (MessagingException e) {
            abort();
        } finally {
            watch.close();
        }
    }

    private void open() throws MessagingException {
        if (transport != null && alive()) {
            return;
        }
        close();
        messages = 0;
        connectRetry.run(this::connectOnce);
        checkBeforeUse = false;
    }

    private boolean alive() {
        boolean fresh = !checkBeforeUse && System.nanoTime() - usedAtNanos < CHECKED_AFTER.toNanos();
        return fresh || transport.isConnected();
    }

    private void connectOnce() throws MessagingException {
        SmtpSockets made = new SmtpSockets(route.tls());
        sockets = made;
        if (expired) {
            made.abort();
        }
        transport =
                new StagedTransport(route.session(made), made, route.config().tls());
        EmailConfig.Provider config = route.config();
        transport.connect(
                config.host(),
                route.port(),
                config.username().orElse(null),
                config.password().orElse(null));
    }

    private static Throwable rootOf(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private void expire() {
        expired = true; // first, so that a connection being made just now notices
        abort();
    }

    private void abort() {
        SmtpSockets current = sockets;
        if (current != null) {
            current.abort();
        }
    }

    /** The two limits of one exchange: a short one up to the final dot, a long one for the answer to it. */
    private final class Patience implements AutoCloseable {

        private Watch watch = watchdog.after(route.config().deadline(), SmtpConnection.this::expire);

        void untilAnswered() throws IOException {
            watch.close();
            if (expired) {
                throw new SocketException("the deadline has passed");
            }
            Duration dotTimeout = route.config().dotTimeout();
            watch = watchdog.after(dotTimeout, SmtpConnection.this::expire);
            sockets.readTimeout(dotTimeout);
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
