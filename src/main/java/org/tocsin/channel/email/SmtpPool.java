package org.tocsin.channel.email;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.Watchdog;

/** The connections to one relay: the last one used is used next, and those that idle too long are closed. */
final class SmtpPool implements AutoCloseable {

    private static final Duration BORROW_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_TRIES = 3;

    private final SmtpAdmission admission;
    private final GenericObjectPool<SmtpConnection> pool;

    SmtpPool(SmtpRoute route, Watchdog watchdog) {
        EmailConfig.Provider config = route.config();
        GenericObjectPoolConfig<SmtpConnection> settings = new GenericObjectPoolConfig<>();
        settings.setMaxTotal(config.connections());
        settings.setMaxIdle(config.connections());
        settings.setMaxWait(BORROW_TIMEOUT);
        settings.setMinEvictableIdleDuration(config.idleTimeout());
        settings.setTimeBetweenEvictionRuns(config.idleTimeout());
        settings.setNumTestsPerEvictionRun(config.connections());
        settings.setJmxEnabled(false);
        ConnectRetry connectRetry = new ConnectRetry();
        this.admission = new SmtpAdmission(config.connections(), System::nanoTime);
        this.pool = new GenericObjectPool<>(
                new Connections(() -> new SmtpConnection(route, connectRetry, admission, watchdog, System::nanoTime)),
                settings);
    }

    /** Carries one message over a connection, or finds out how far that goes. */
    SmtpOutcome exchange(NoticeMessage message, SendPermit permit) {
        SmtpOutcome outcome = exchangeOnce(message, permit);
        for (int tries = 1; outcome.ending() == SmtpOutcome.Ending.TURNED_AWAY && tries < MAX_TRIES; tries++) {
            // Nothing has been said about the message: the connections that stand may take it as well.
            outcome = exchangeOnce(message, permit);
        }
        return outcome;
    }

    private SmtpOutcome exchangeOnce(NoticeMessage message, SendPermit permit) {
        Optional<SmtpConnection> borrowed = borrow();
        if (borrowed.isEmpty()) {
            return SmtpOutcome.turnedAway();
        }
        SmtpConnection connection = borrowed.get();
        boolean usable = false;
        try {
            SmtpOutcome outcome = connection.exchange(message, permit);
            usable = !connection.finished();
            return outcome;
        } finally {
            giveBack(connection, usable);
        }
    }

    /** A connection, or empty when none gets free or the thread is being stopped. */
    private Optional<SmtpConnection> borrow() {
        pool.setMaxTotal(admission.limit());
        try {
            return Optional.of(pool.borrowObject());
        } catch (NoSuchElementException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("making an unopened connection cannot fail", e);
        }
    }

    /** @param usable whether it is fit for another message; else it is closed */
    private void giveBack(SmtpConnection connection, boolean usable) {
        if (usable) {
            pool.returnObject(connection);
            return;
        }
        try {
            pool.invalidateObject(connection);
        } catch (Exception e) {
            throw new IllegalStateException("closing a connection throws nothing", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Makes connections unopened: opening belongs to the first exchange, under its deadline. */
    private static final class Connections extends BasePooledObjectFactory<SmtpConnection> {

        private final Supplier<SmtpConnection> unopened;

        Connections(Supplier<SmtpConnection> unopened) {
            this.unopened = unopened;
        }

        @Override
        public SmtpConnection create() {
            return unopened.get();
        }

        @Override
        public PooledObject<SmtpConnection> wrap(SmtpConnection connection) {
            return new DefaultPooledObject<>(connection);
        }

        @Override
        public void destroyObject(PooledObject<SmtpConnection> pooled) {
            pooled.getObject().close();
        }
    }
}
