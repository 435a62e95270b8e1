package org.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.platform.Ids;
import org.tocsin.testing.MigratedDatabase;

/** From what has changed to numbered events, in a real PostgreSQL. */
class NumberingTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String URL = "https://hooks.example.org/";

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final EventRows rows = new EventRows(POSTGRES);
    private final UUID batch = UUID.randomUUID();

    @AfterEach
    void clear() throws SQLException {
        rows.clear();
    }

    @Test
    void whatCommitsLaterGetsTheLaterNumberAndIsNotPassedOver() throws SQLException {
        try (Connection slow = POSTGRES.database().getConnection()) {
            slow.setAutoCommit(false);
            EventRows.change(slow, batch, "batch.began_first", NOW);
            rows.happen(batch, NOW, "batch.committed_first");
            assertThat(rows.numbered(batch)).containsExactly("batch.committed_first");

            slow.commit();
            rows.number(NOW);
        }
        assertThat(rows.numbered(batch)).containsExactly("batch.committed_first", "batch.began_first");
    }

    @Test
    void whatIsRolledBackHasNoNumber() throws SQLException {
        try (Connection failing = POSTGRES.database().getConnection()) {
            failing.setAutoCommit(false);
            EventRows.change(failing, batch, "batch.never", NOW);
            failing.rollback();
        }
        rows.happen(batch, NOW, "batch.one", "batch.two");

        assertThat(rows.numbered(batch)).containsExactly("batch.one", "batch.two");
    }

    /**
     * Each of these transactions notes a change, waits for the one before it at the lock of a row, notes another and commits: the
     * number that it takes under the lock is its place in the order of the commits.
     */
    @Test
    void manyThatCommitWhileItIsNumberedStandInTheOrderOfTheirCommits() throws Exception {
        POSTGRES.execute("CREATE TABLE place (n int)", "INSERT INTO place VALUES (0)");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> writers = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            writers.add(threads.submit(() -> {
                for (int i = 0; i < 50; i++) {
                    POSTGRES.run(NumberingTest.this::commitInTurn);
                }
                return null;
            }));
        }
        while (writers.stream().anyMatch(writer -> !writer.isDone())) {
            rows.number(NOW);
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        rows.number(NOW);
        threads.shutdown();

        assertThat(rows.numbered(batch)).hasSize(400);
        List<Integer> places = POSTGRES
                .texts(
                        "SELECT data ->> 'place' FROM webhook_event WHERE batch_id = ? AND type = 'batch.in_turn'"
                                + " ORDER BY seq",
                        batch)
                .stream()
                .map(Integer::valueOf)
                .toList();
        assertThat(places).isEqualTo(IntStream.rangeClosed(1, 200).boxed().toList());
    }

    @Test
    void replicasThatNumberAtOnceGiveNoNumberTwice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<?>> replicas = new ArrayList<>();
        for (int replica = 0; replica < 3; replica++) {
            replicas.add(threads.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    rows.happen(batch, NOW, "batch.held");
                }
                return null;
            }));
        }
        for (Future<?> replica : replicas) {
            replica.get();
        }
        rows.number(NOW);
        threads.shutdown();

        assertThat(rows.numbered(batch)).hasSize(60);
    }

    @Test
    void anEndpointIsDueForWhatItAsksForAndForNothingBeforeIt() throws SQLException {
        rows.happen(batch, NOW, "batch.draft");
        UUID all = rows.endpoint(URL, NOW, "batch.*");
        UUID held = rows.endpoint(URL, NOW, "batch.held");
        UUID deliveries = rows.endpoint(URL, NOW, "delivery.*");

        rows.happen(batch, NOW, "batch.submitted", "batch.held", "batch.cancelled");

        assertThat(cursor(all)).containsExactly("1 4");
        assertThat(cursor(held)).containsExactly("2 3");
        assertThat(cursor(deliveries)).isEmpty();
    }

    @Test
    void aBatchThatMovesOnIsAnEventInTheSameCommit() throws SQLException {
        UUID id = Ids.next();
        POSTGRES.execute(
                // Its incident, record set and template do not matter here, so its foreign keys are not checked.
                "SET LOCAL session_replication_role = replica",
                "INSERT INTO batch (id, incident_id, record_set_id, template_id, purpose, drill, simulated, policy,"
                        + " status, created_by, created_at) VALUES ('" + id + "', uuid_v7(), uuid_v7(), uuid_v7(),"
                        + " 'FIRST', true, false, '{}', 'APPROVED', 'author', now())",
                "INSERT INTO batch_tally VALUES ('" + id + "', 'OUTCOME', 'UNREACHED', 1, 3), ('" + id
                        + "', 'OUTCOME', 'UNREACHED', 2, 4), ('" + id + "', 'DELIVERY', 'FAILED', 2, 9)");
        String batchRow = " WHERE id = '" + id + "'";
        POSTGRES.execute("UPDATE batch SET status = 'DISPATCHING'" + batchRow);
        POSTGRES.execute("UPDATE batch SET released_to = 10" + batchRow);
        POSTGRES.execute("UPDATE batch SET status = 'HELD', held_reason = 'CANARY'" + batchRow);
        POSTGRES.execute("UPDATE batch SET held_reason = 'APPROVAL_LAPSED'" + batchRow);
        POSTGRES.execute("UPDATE batch SET status = 'COMPLETED', held_reason = NULL" + batchRow);
        rows.number(NOW);

        assertThat(rows.numbered(id))
                .containsExactly("batch.dispatching", "batch.held", "batch.held", "batch.completed");
        List<String> bodies = POSTGRES.texts("SELECT data FROM webhook_event WHERE batch_id = ? ORDER BY seq", id);
        assertThat(Json.text(bodies.get(0), "/previousStatus")).isEqualTo("APPROVED");
        assertThat(Json.at(bodies.get(0), "/drill").asBoolean()).isTrue();
        assertThat(Json.text(bodies.get(2), "/heldReason")).isEqualTo("APPROVAL_LAPSED");
        assertThat(Json.at(bodies.get(2), "/outcomes").isMissingNode()).isTrue();
        assertThat(Json.at(bodies.get(3), "/outcomes/unreached").asInt()).isEqualTo(7);
        assertThat(Json.at(bodies.get(3), "/outcomes/outstanding").asInt()).isZero();
        assertThat(Json.at(bodies.get(3), "/sequence").asInt()).isEqualTo(4);
    }

    @Test
    void deliveriesThatMoveAreEventsOfAHundredAtMostWhileSomebodyAsksForThem() throws SQLException {
        QueuedBatch queue = new QueuedBatch(POSTGRES).open();
        queue.planAndRelease(250, "EMAIL");
        UUID endpoint = rows.endpoint(URL, NOW, "delivery.changed");

        String batchRows = " WHERE batch_id = '" + queue.id() + "'";
        POSTGRES.execute("UPDATE delivery SET state = 'FAILED', reason = 'GAVE_UP'" + batchRows);
        POSTGRES.execute("UPDATE delivery SET reason = 'ADDRESS_DEAD'" + batchRows);
        rows.number(NOW);

        assertThat(rows.numbered(queue.id()))
                .containsExactly("delivery.changed", "delivery.changed", "delivery.changed");
        assertThat(cursor(endpoint)).containsExactly("0 3");
        List<String> told = POSTGRES.texts(
                "SELECT (d ->> 'deliveryId') || ' ' || (d ->> 'channel') || ' ' || (d ->> 'state') || ' ' || (d ->> 'reason')"
                        + " FROM webhook_event, jsonb_array_elements(data -> 'deliveries') d WHERE batch_id = ?",
                queue.id());
        assertThat(told)
                .hasSize(250)
                .doesNotHaveDuplicates()
                .allMatch(delivery -> delivery.endsWith(" EMAIL FAILED GAVE_UP"));
    }

    @Test
    void nothingIsNotedOfDeliveriesWhileNobodyAsksForThem() throws SQLException {
        rows.endpoint(URL, NOW, "batch.*");
        QueuedBatch queue = new QueuedBatch(POSTGRES).open();
        queue.planAndRelease(3, "EMAIL");
        List<Claimed> claimed = queue.claim(ChannelKind.EMAIL, 3);

        POSTGRES.execute("UPDATE delivery SET state = 'ACCEPTED' WHERE batch_id = '" + queue.id() + "'");

        assertThat(claimed).hasSize(3);
        assertThat(POSTGRES.count("SELECT count(*) FROM webhook_change")).isZero();
    }

    @Test
    void oldEventsGoAndTheNumbersGoOn() throws SQLException {
        rows.happen(batch, NOW, "batch.draft", "batch.submitted");
        rows.happen(batch, NOW.plusSeconds(60), "batch.approved");

        int removed = POSTGRES.call(connection -> OldEventsRemoval.removeBefore(connection, NOW.plusSeconds(30)));
        assertThat(removed).isEqualTo(2);
        POSTGRES.call(connection -> OldEventsRemoval.removeBefore(connection, NOW.plusSeconds(90)));
        rows.happen(batch, NOW, "batch.dispatching");

        assertThat(POSTGRES.texts("SELECT seq FROM webhook_event WHERE batch_id = ?", batch))
                .containsExactly("4");
    }

    private void commitInTurn(Connection connection) throws SQLException {
        EventRows.change(connection, batch, "batch.early", NOW);
        MigratedDatabase.execute(connection, "UPDATE place SET n = n + 1");
        MigratedDatabase.execute(
                connection,
                "INSERT INTO webhook_change (batch_id, type, occurred_at, data)" + " SELECT '" + batch
                        + "', 'batch.in_turn', now(), jsonb_build_object('place', n) FROM place");
    }

    private static List<String> cursor(UUID endpoint) throws SQLException {
        return POSTGRES.texts("SELECT sent_seq || ' ' || last_seq FROM webhook_cursor WHERE endpoint_id = ?", endpoint);
    }
}
