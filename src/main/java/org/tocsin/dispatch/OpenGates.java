package org.tocsin.dispatch;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.tocsin.delivery.Gates;
import org.tocsin.platform.database.Transactions;

/**
 * The gates of the batches in hand as they were a moment ago: what a sender can ask between the body and the final dot, where
 * the database is out of reach. What was not looked at lately counts as closed, so that a replica without a database sends
 * nothing.
 */
final class OpenGates {

    private static final Logger LOG = Logger.getLogger(OpenGates.class);
    private static final long FRESH_NANOS = Duration.ofMillis(1_500).toNanos();

    /** What one look at the database showed. */
    private record Look(Set<UUID> asked, Set<UUID> closed, long nanos) {}

    private final DataSource database;
    private final Set<UUID> watched = ConcurrentHashMap.newKeySet();
    private volatile Look latest = new Look(Set.of(), Set.of(), Long.MIN_VALUE / 2);

    OpenGates(DataSource database) {
        this.database = database;
    }

    /** Keeps only these under watch. */
    void watchOnly(Set<UUID> batches) {
        watched.retainAll(batches);
        if (watched.addAll(batches)) {
            refresh(); // or the first messages of a batch would wait for the next look
        }
    }

    boolean open(UUID batch) {
        Look look = latest;
        return System.nanoTime() - look.nanos() < FRESH_NANOS
                && look.asked().contains(batch)
                && !look.closed().contains(batch)
                && !look.closed().contains(Gates.EVERYTHING);
    }

    /** Says that the database has just given work of a batch, so that its gates must be open: if they were closed, looks again. */
    void claimedFrom(UUID batch) {
        if (!open(batch)) {
            refresh(); // or the first messages after a resumption would be taken back at the final dot, and wait for a
            // retry
        }
    }

    /** Looks; to be called several times a second. */
    void refresh() {
        long before = System.nanoTime(); // first of all: a later look has all that an earlier one asked for
        Set<UUID> asked = ConcurrentHashMap.newKeySet();
        asked.addAll(watched);
        asked.add(Gates.EVERYTHING);
        try {
            Set<UUID> closed = Transactions.run(database, connection -> Gates.closedAmong(connection, asked));
            take(new Look(asked, closed, before));
        } catch (SQLException e) {
            LOG.warnf("The gates cannot be seen; sending stops (SQL state %s)", e.getSQLState());
        }
    }

    /** Two may look at the same time; what was seen first must not stay. */
    private synchronized void take(Look look) {
        if (look.nanos() > latest.nanos()) {
            latest = look;
        }
    }
}
