package org.tocsin.faults;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.tocsin.testing.Ledger;

/** What is known of each kill of a run, and what it cost; a thread of its own looks when the claims are taken over. */
final class Kills implements AutoCloseable {

    private static final long LOOK_EVERY_MILLIS = 250;

    /**
     * One kill.
     *
     * @param at by the ledger's clock
     * @param openConnections of the replica to its mail server, just before
     */
    record Kill(String server, Instant at, int openConnections, UUID worker, Instant lastHeartbeat) {}

    private final List<Kill> kills = new ArrayList<>();
    private final List<Kill> unrescued = new ArrayList<>();
    private final Workers workers;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
    private Duration slowestRescue = Duration.ZERO;
    private SQLException failure;

    Kills(OwnPostgres postgres) throws SQLException {
        this.workers = new Workers(postgres);
        looking.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    synchronized void add(Kill kill) {
        kills.add(kill);
        unrescued.add(kill);
    }

    /** Whether no dead worker has a claim any more. */
    synchronized boolean allRescued() throws SQLException {
        if (failure != null) {
            throw failure;
        }
        return unrescued.isEmpty();
    }

    /** The longest time from a last heartbeat until another replica had taken over. */
    synchronized Duration slowestRescue() {
        return slowestRescue;
    }

    /** How many people each kill made to be told twice; those that no kill explains stand under null. */
    Map<Kill, Integer> toldTwice(Connection connection, Ledger ledger) throws SQLException, IOException {
        Comparer.load(connection, ledger);
        String sql =
                """
                SELECT (array_agg(server ORDER BY at))[1] AS server, min(at) AS at
                FROM ledger WHERE event = 'TAKEN' GROUP BY recipient HAVING count(*) > 1
                """;
        Map<Kill, Integer> twice = new HashMap<>();
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            while (row.next()) {
                long micros = row.getLong("at");
                Instant first = Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
                twice.merge(after(row.getString("server"), first), 1, Integer::sum);
            }
        }
        return twice;
    }

    /** Whether each explains at most as many as it had connections open. */
    static boolean withinConnections(Collection<Map.Entry<Kill, Integer>> twice) {
        return twice.stream()
                .allMatch(one ->
                        one.getKey() != null && one.getValue() <= one.getKey().openConnections());
    }

    private synchronized void look() {
        try {
            for (Kill kill : List.copyOf(unrescued)) {
                Duration took = workers.sinceIfNoClaims(kill.worker(), kill.lastHeartbeat());
                if (took != null) {
                    unrescued.remove(kill);
                    slowestRescue = took.compareTo(slowestRescue) > 0 ? took : slowestRescue;
                }
            }
        } catch (SQLException e) {
            failure = e;
        }
    }

    /** The kill that cut the answer to this message short: the first of that replica after it. */
    private Kill after(String server, Instant taken) {
        return kills.stream()
                .filter(kill -> kill.server().equals(server) && !kill.at().isBefore(taken))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() throws SQLException {
        looking.shutdownNow();
        workers.close();
    }
}
