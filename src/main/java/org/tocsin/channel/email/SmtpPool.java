package org.tocsin.channel.email;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.tocsin.channel.Watchdog;

/** The connections to one relay: the last one used is used next, and those that idle too long are closed. */
final class SmtpPool implements AutoCloseable {

    private static final Duration BORROW_TIMEOUT = Duration.ofSeconds(1);

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
        this.pool = new GenericObjectPool<>(new Connections(route, new ConnectRetry(), watchdog), settings);
    }

    /** A connection, or empty when none gets free or the thread is being stopped. */
    Optional<SmtpConnection> borrow() {
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
    void giveBack(SmtpConnection connection, boolean usable) {
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

        private final SmtpRoute route;
        private final ConnectRetry connectRetry;
        private final Watchdog watchdog;

        Connections(SmtpRoute route, ConnectRetry connectRetry, Watchdog watchdog) {
            this.route = route;
            this.connectRetry = connectRetry;
            this.watchdog = watchdog;
        }

        @Override
        public SmtpConnection create() {
            return new SmtpConnection(route, connectRetry, watchdog, System::nanoTime);
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
