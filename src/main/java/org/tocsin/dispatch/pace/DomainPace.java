package org.tocsin.dispatch.pace;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spreads messages to recipient domains that take only so many. Each message to such a domain is given a time of its own, one
 * gap behind the one before, whichever replica asks: what has been claimed too early goes back into the queue until then, so that
 * no claim ever has to look past it.
 */
public final class DomainPace {

    /** No time is given further ahead: a message whose turn is later asks again, for the domain may have recovered by then. */
    static final Duration FURTHEST = Duration.ofMinutes(10);

    /** How late a message may be for its turn. */
    static final Duration MISSED_AFTER = Duration.ofSeconds(2);

    /**
     * A message that is about to be sent.
     *
     * @param domain of its recipient
     * @param givenAt when it was given the time that has now come, or null when it was given none
     * @param dueAt the time that it was given, or otherwise waited for
     */
    public record Asking(long domain, Instant givenAt, Instant dueAt) {}

    /**
     * When a message may go.
     *
     * @param given whether that time is its own; else it must ask again
     */
    public record Turn(Instant at, boolean given) {}

    private DomainPace() {}

    /** Gives each message its turn, in their order; one that is not after {@code now} may go at once. */
    public static List<Turn> turns(Connection connection, List<Asking> asking, Instant now) throws SQLException {
        Map<Long, Schedule> schedules = new HashMap<>();
        // Locked in one order by everyone, and only for domains under pace: where there are none nobody waits.
        String sql =
                """
                SELECT domain_digest, extract(epoch FROM configured_gap), extract(epoch FROM backed_off_gap), backed_off_at,
                       next_at
                FROM domain_pace WHERE domain_digest = ANY (?) ORDER BY domain_digest FOR UPDATE
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "int8",
                            asking.stream().map(Asking::domain).distinct().toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Instant next = row.getObject(5, OffsetDateTime.class).toInstant();
                    schedules.put(row.getLong(1), new Schedule(gap(row, 2), next));
                }
            }
        }
        List<Turn> turns = new ArrayList<>(asking.size());
        for (Asking one : asking) {
            Schedule schedule = schedules.get(one.domain());
            turns.add(schedule == null ? new Turn(now, true) : schedule.turn(one, now));
        }
        for (Map.Entry<Long, Schedule> used : schedules.entrySet()) {
            keep(connection, used.getKey(), used.getValue(), now);
        }
        return turns;
    }

    /** The times of one domain that are still to be given. */
    static final class Schedule {

        private final DomainGap gap;
        private Instant next;

        Schedule(DomainGap gap, Instant next) {
            this.gap = gap;
            this.next = next;
        }

        Turn turn(Asking asking, Instant now) {
            if (holds(asking, now) || gap.over(now)) {
                return new Turn(now, true);
            }
            Instant at = next.isBefore(now) ? now : next;
            Instant furthest = now.plus(FURTHEST);
            if (at.isAfter(furthest)) {
                return new Turn(furthest, false);
            }
            next = at.plus(gap.at(now));
            return new Turn(at, true);
        }

        /**
         * A time given before the last complaint is void, for it was at a pace that turned out too fast; and so is one that was
         * missed, or a pause would end in a burst of everything that was to leave meanwhile.
         */
        private boolean holds(Asking asking, Instant now) {
            return asking.givenAt() != null
                    && (gap.backedOffAt() == null || !asking.givenAt().isBefore(gap.backedOffAt()))
                    && !now.isAfter(asking.dueAt().plus(MISSED_AFTER));
        }
    }

    private static void keep(Connection connection, long domain, Schedule schedule, Instant now) throws SQLException {
        boolean over = schedule.gap.over(now);
        String sql = over
                ? "DELETE FROM domain_pace WHERE domain_digest = ?"
                : "UPDATE domain_pace SET next_at = ? WHERE domain_digest = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (!over) {
                statement.setObject(1, utc(schedule.next));
            }
            statement.setLong(over ? 1 : 2, domain);
            statement.executeUpdate();
        }
    }

    /** Notes that a domain has said "too fast". */
    public static void slowDown(Connection connection, long domain, Instant now) throws SQLException {
        String make =
                """
                INSERT INTO domain_pace (domain_digest, next_at) VALUES (?, ?) ON CONFLICT (domain_digest) DO NOTHING
                """;
        try (PreparedStatement statement = connection.prepareStatement(make)) {
            statement.setLong(1, domain);
            statement.setObject(2, utc(now));
            statement.executeUpdate();
        }
        String read =
                """
                SELECT extract(epoch FROM configured_gap), extract(epoch FROM backed_off_gap), backed_off_at
                FROM domain_pace WHERE domain_digest = ? FOR UPDATE
                """;
        try (PreparedStatement statement = connection.prepareStatement(read)) {
            statement.setLong(1, domain);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    DomainGap before = gap(row, 1);
                    DomainGap after = before.afterComplaint(now);
                    if (!after.equals(before)) {
                        backOff(connection, domain, after, now);
                    }
                }
            }
        }
    }

    /** Takes back whatever the operator wanted for any domain, before {@link #configure} says what is wanted now. */
    public static void forgetConfigured(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE domain_pace SET configured_gap = '0' WHERE configured_gap <> '0'")) {
            statement.executeUpdate();
        }
    }

    /** Sets what the operator wants for a domain. */
    public static void configure(Connection connection, long domain, Duration gap, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO domain_pace (domain_digest, configured_gap, next_at) VALUES (?, make_interval(secs => ?), ?)
                ON CONFLICT (domain_digest) DO UPDATE SET configured_gap = excluded.configured_gap
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, domain);
            statement.setDouble(2, seconds(gap));
            statement.setObject(3, utc(now));
            statement.executeUpdate();
        }
    }

    private static void backOff(Connection connection, long domain, DomainGap gap, Instant now) throws SQLException {
        String sql =
                """
                UPDATE domain_pace
                SET backed_off_gap = make_interval(secs => ?), backed_off_at = ?,
                    next_at = ?::timestamptz + make_interval(secs => ?)
                WHERE domain_digest = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setDouble(1, seconds(gap.backedOff()));
            statement.setObject(2, utc(gap.backedOffAt()));
            statement.setObject(3, utc(now));
            statement.setDouble(4, seconds(gap.at(now)));
            statement.setLong(5, domain);
            statement.executeUpdate();
        }
    }

    private static DomainGap gap(ResultSet row, int first) throws SQLException {
        OffsetDateTime backedOffAt = row.getObject(first + 2, OffsetDateTime.class);
        return new DomainGap(
                duration(row.getDouble(first)),
                duration(row.getDouble(first + 1)),
                backedOffAt == null ? null : backedOffAt.toInstant());
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
