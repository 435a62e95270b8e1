package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.feedback.ReceiptMeaning;
import org.tocsin.delivery.feedback.ReceiptMoves;
import org.tocsin.delivery.page.AttemptPage;
import org.tocsin.delivery.replica.Lease;
import org.tocsin.delivery.replica.Replicas;
import org.tocsin.testing.MigratedDatabase;

/** A batch whose gate is open and one replica that sends it: where tests of what becomes of a delivery begin. */
public final class QueuedBatch {

    /** When everything happens, unless a test says otherwise; as finely as PostgreSQL keeps it. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

    public static final Duration HORIZON = Duration.ofHours(72);
    private static final Lease LEASE = new Lease(Duration.ofSeconds(3), Duration.ofSeconds(30));

    private final MigratedDatabase postgres;
    private final UUID id = UUID.randomUUID();
    private final UUID incident = UUID.randomUUID();
    private final UUID worker = UUID.randomUUID();

    public QueuedBatch(MigratedDatabase postgres) {
        this.postgres = postgres;
    }

    public UUID id() {
        return id;
    }

    public UUID incident() {
        return incident;
    }

    /** The replica that claims. */
    public UUID worker() {
        return worker;
    }

    /** Opens its gate and the global one, and lets the replica be alive. */
    public QueuedBatch open() throws SQLException {
        postgres.run(connection -> {
            Gates.open(connection, id, "tester", NOW);
            Gates.open(connection, Gates.EVERYTHING, "tester", NOW);
        });
        beat(worker);
        return this;
    }

    /** Lets a replica be alive. */
    public void beat(UUID replica) throws SQLException {
        postgres.run(connection -> Replicas.beat(connection, replica, LEASE));
    }

    /** Plans C-1, C-2 and so on, each over these channels, the first of them first. */
    public void plan(int people, String... channels) throws SQLException {
        postgres.run(connection -> planInto(connection, id, people, channels));
    }

    /** Plans another batch of the same incident. */
    public void planInto(Connection connection, UUID batch, int people, String... channels) throws SQLException {
        PlannedNotices.prepare(connection, 0);
        for (int i = 0; i < channels.length; i++) {
            MigratedDatabase.execute(
                    connection,
                    "INSERT INTO planned SELECT p, 'C-' || p, 'en', 'US', '" + channels[i] + "', " + (i + 1)
                            + ", '00000000-0000-0000-0000-00000000000" + i + "' FROM generate_series(1, " + people
                            + ") p");
        }
        PlannedNotices.adopt(connection, batch, incident, UUID.randomUUID(), NOW);
    }

    public void planAndRelease(int people, String... channels) throws SQLException {
        planAndRelease(people, null, channels);
    }

    /** The same, in a batch that names a time in which an accepted message is to be confirmed. */
    public void planAndRelease(int people, Duration confirmWithin, String... channels) throws SQLException {
        plan(people, channels);
        postgres.run(connection -> Release.stretch(connection, id, 1, people + 1, HORIZON, confirmWithin, NOW));
    }

    public List<Claimed> claim(ChannelKind channel, int limit) throws SQLException {
        return claim(channel, limit, NOW);
    }

    public List<Claimed> claim(ChannelKind channel, int limit, Instant at) throws SQLException {
        return postgres.call(connection -> Claims.take(connection, worker, id, channel, limit, at));
    }

    /** Claims one delivery and has it accepted. */
    public Claimed accepted(ChannelKind channel, Instant at) throws SQLException {
        Claimed claimed = claim(channel, 1, at).get(0);
        if (!intend(claimed)) {
            throw new AssertionError("the intent was refused");
        }
        settle(outcome(claimed, DeliveryState.ACCEPTED, answered("ACCEPTED")), at);
        return claimed;
    }

    /** Lets a receipt come in for a claim's message. */
    public ReceiptMoves.Result comes(ReceiptMeaning meaning, Claimed claimed, Instant at) throws SQLException {
        ReceiptMoves.News news = new ReceiptMoves.News(
                claimed.deliveryId(),
                claimed.attempt(),
                "provider-1",
                meaning,
                meaning == ReceiptMeaning.LOST ? "MAILBOX_UNABLE" : null);
        return postgres.call(connection -> ReceiptMoves.apply(connection, news, at));
    }

    /** The states of everyone's deliveries, the first channel first, and the outcome: a line for each person. */
    public List<String> standing() throws SQLException {
        return postgres.texts(
                """
                SELECT (SELECT string_agg(state, ' ' ORDER BY rank) FROM delivery d WHERE d.notice_id = n.id)
                       || ': ' || outcome || CASE WHEN confirmed THEN ' confirmed' ELSE '' END
                FROM notice n WHERE batch_id = ? ORDER BY position
                """,
                id);
    }

    public static Intent intent(Claimed claimed) {
        return new Intent(claimed.deliveryId(), claimed.epoch(), claimed.attempt(), "hash");
    }

    /** Whether the intent of a claim was taken. */
    public boolean intend(Claimed claimed) throws SQLException {
        return postgres.call(connection -> Intents.begin(connection, worker, List.of(intent(claimed)), NOW))
                .contains(claimed.deliveryId());
    }

    /** The end of a claim's attempt; a delivery that is to be looked at again is due at once. */
    public static Outcome outcome(Claimed claimed, DeliveryState next, AttemptEnd end) {
        boolean again = next == DeliveryState.DUE || next == DeliveryState.UNKNOWN;
        return new Outcome(
                claimed.deliveryId(),
                claimed.noticeId(),
                claimed.epoch(),
                claimed.attempt(),
                next,
                again ? NOW : null,
                null,
                false,
                end);
    }

    /** What a provider answered. */
    public static AttemptEnd answered(String result) {
        return new AttemptEnd(NOW, NOW, "ANSWERED", result, null, "250", "ok", "main", "provider-1", "hash");
    }

    /** Writes an outcome on a page of its own. */
    public void settle(Outcome outcome) throws SQLException {
        settle(outcome, NOW);
    }

    public void settle(Outcome outcome, Instant at) throws SQLException {
        postgres.run(connection -> Outcomes.record(connection, worker, List.of(outcome), new AttemptPage(), at));
    }

    /** Holds the counters that are kept against the rows, and the outcomes against the deliveries. */
    public Tally countersThatAddUp() throws SQLException {
        return postgres.call(connection -> {
            if (Tally.contradicted(connection, id) > 0) {
                throw new AssertionError("outcomes that do not follow: " + standing());
            }
            Tally kept = Tally.read(connection, id);
            if (!kept.equals(Tally.recount(connection, id))) {
                throw new AssertionError("kept " + kept + ", counted " + Tally.recount(connection, id));
            }
            return kept;
        });
    }
}
