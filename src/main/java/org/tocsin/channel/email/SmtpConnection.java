package org.tocsin.channel.email;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendStage;
import org.tocsin.channel.Watchdog;
import org.tocsin.channel.Watchdog.Watch;

/** One connection to a relay, opened when first needed and kept for the messages after. Used by one thread at a time. */
final class SmtpConnection {

    private final SmtpRoute route;
    private final ConnectRetry connectRetry;
    private final SmtpAdmission admission;
    private final Watchdog watchdog;
    private final LongSupplier nanoTime;
    private volatile SmtpSockets sockets;
    private volatile boolean expired;
    private StagedTransport transport;
    private SmtpWire wire;
    private SmtpWear wear;
    private SmtpOutcome last;

    SmtpConnection(
            SmtpRoute route,
            ConnectRetry connectRetry,
            SmtpAdmission admission,
            Watchdog watchdog,
            LongSupplier nanoTime) {
        this.route = route;
        this.connectRetry = connectRetry;
        this.admission = admission;
        this.watchdog = watchdog;
        this.nanoTime = nanoTime;
    }

    /** Carries one message over, or finds out how far that goes. */
    SmtpOutcome exchange(NoticeMessage message, SendPermit permit) {
        expired = false;
        try (Patience patience = new Patience()) {
            SmtpOutcome failure = open();
            last = failure == null ? transact(message, permit, patience) : failure;
            return last;
        }
    }

    /** Whether the last outcome, a deadline, its messages or its age leave it unfit for another message. */
    boolean finished() {
        // A deadline can strike in the very moment in which the answer comes.
        return wear == null || expired || !last.connectionUsable() || wear.wornOut();
    }

    /** Says QUIT when it can, and closes. */
    void close() {
        if (transport == null) {
            return;
        }
        if (wear != null) {
            admission.closed();
            wear = null;
        }
        Watch watch = watchdog.after(route.config().commandTimeout(), this::abort);
        try {
            if (last == null || !last.connectionUsable()) {
                abort(); // what the server would take a QUIT for is not certain: it may wait for a message
            }
            transport.close();
        } catch (MessagingException e) {
            abort();
        } finally {
            watch.close();
        }
    }

    /** Null, or how connecting failed. */
    private SmtpOutcome open() {
        try {
            if (!reusable()) {
                close();
                connectRetry.run(this::connectOnce);
                wear = new SmtpWear(route.config(), nanoTime);
                admission.opened();
                wire = sockets.wire();
            }
            return null;
        } catch (MessagingException | IOException e) {
            SmtpOutcome failure = transport.failure(fault(e));
            // Whoever keeps us waiting until the deadline has not turned us away.
            return !expired && failure.notLetIn() && admission.turnedAway() ? SmtpOutcome.turnedAway() : failure;
        }
    }

    private boolean reusable() {
        if (transport == null || finished()) {
            return false;
        }
        try {
            sockets.readTimeout(route.config().commandTimeout());
            boolean doubtful = wear.doubtful() || last.ending() == SmtpOutcome.Ending.REFUSED;
            return !wire.unread() && (!doubtful || answersReset());
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends what a refusal left half said, and finds out whether anybody still listens. */
    private boolean answersReset() throws IOException {
        wire.send("RSET\r\n");
        return wire.read() / 100 == 2;
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

    private SmtpOutcome transact(NoticeMessage message, SendPermit permit, Patience patience) {
        if (message.recipient().international() && !transport.supportsExtension("SMTPUTF8")) {
            return SmtpOutcome.needsSmtpUtf8();
        }
        SmtpTransaction transaction = new SmtpTransaction(wire, transport.supportsExtension("PIPELINING"));
        boolean kept = wear.usedBefore();
        try {
            return transaction.run(message, permit, patience::untilAnswered);
        } catch (IOException e) {
            // One that ends before its first answer had been closed while it was kept, as by a restart: it is as good
            // as none.
            boolean closedBefore = kept
                    && transaction.stage() == SendStage.MAIL_FROM
                    && !expired
                    && !(e instanceof SocketTimeoutException);
            return closedBefore ? SmtpOutcome.turnedAway() : SmtpOutcome.broken(transaction.stage(), fault(e));
        } finally {
            wear.used();
        }
    }

    private String fault(Throwable thrown) {
        if (expired) {
            return "the deadline has passed";
        }
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
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
