package org.tocsin.delivery.suppression;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.tocsin.channel.ChannelKind;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRing;

/**
 * Whether nothing is sent to an address, answered from memory: every message that is sent asks. Some seconds behind the
 * table; about 100 bytes for each suppression.
 */
@ApplicationScoped
public class SuppressedAddresses {

    private static final Logger LOG = Logger.getLogger(SuppressedAddresses.class);

    /** Longer than a transaction lasts that adds one: rows show up in another order than that of their times. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final DataSource database;
    private final KeyRing keys;
    private final Clock clock;
    // The first 64 bits of a keyed digest are as good as all: two of a million are the same once in ten million lists.
    private final Map<Long, Instant> deadUntil = new ConcurrentHashMap<>();
    private final Map<Long, Instant> optedOutUntil = new ConcurrentHashMap<>();
    private Instant readTo = Instant.EPOCH;

    public SuppressedAddresses(DataSource database, KeyRing keys, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    /** Before sending starts, whose turn comes at the usual priority. */
    void load(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) throws SQLException {
        refresh();
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void catchUp() {
        try {
            refresh();
        } catch (SQLException e) {
            LOG.debugf("Suppressions could not be read and will be later (SQL state %s)", e.getSQLState());
        }
    }

    /** Reads what has changed, and forgets what has expired. */
    public synchronized void refresh() throws SQLException {
        readTo = Transactions.run(database, this::readOn);
        Instant now = clock.instant();
        deadUntil.values().removeIf(end -> !now.isBefore(end));
        optedOutUntil.values().removeIf(end -> !now.isBefore(end));
    }

    /** Whether there are none at all, so that nobody need be looked at. */
    public boolean none() {
        return deadUntil.isEmpty() && optedOutUntil.isEmpty();
    }

    /**
     * How an address stands now.
     *
     * @param address normalised, as a person's record has it, or null
     */
    public AddressStanding of(ChannelKind channel, String address) {
        if (address == null || none()) {
            return AddressStanding.FREE;
        }
        long key = key(SuppressedAddress.digest(keys, channel, address));
        if (holds(deadUntil, key)) {
            return AddressStanding.DEAD;
        }
        return holds(optedOutUntil, key) ? AddressStanding.OPTED_OUT : AddressStanding.FREE;
    }

    private boolean holds(Map<Long, Instant> until, long key) {
        Instant end = until.get(key);
        return end != null && clock.instant().isBefore(end);
    }

    private Instant readOn(Connection connection) throws SQLException {
        String sql =
                """
                SELECT digest, lifted_at IS NOT NULL, expires_at, changed_at, reason = 'ADDRESS_DEAD' FROM suppression
                WHERE changed_at >= ? ORDER BY changed_at
                """;
        Instant last = readTo;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(10_000);
            Instant from = last.equals(Instant.EPOCH) ? last : last.minus(OVERLAP);
            statement.setObject(1, from.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    apply(row);
                    last = row.getObject(4, OffsetDateTime.class).toInstant();
                }
            }
        }
        return last;
    }

    private void apply(ResultSet row) throws SQLException {
        long key = key(row.getBytes(1));
        OffsetDateTime expiresAt = row.getObject(3, OffsetDateTime.class);
        Map<Long, Instant> until = row.getBoolean(5) ? deadUntil : optedOutUntil;
        if (row.getBoolean(2)) {
            until.remove(key);
        } else {
            until.put(key, expiresAt == null ? Instant.MAX : expiresAt.toInstant());
        }
    }

    private static long key(byte[] digest) {
        return ByteBuffer.wrap(digest).getLong();
    }
}
