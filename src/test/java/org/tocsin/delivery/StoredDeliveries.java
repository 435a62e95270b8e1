package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.replica.Lease;
import org.tocsin.delivery.replica.Replicas;
import org.tocsin.delivery.replica.Rescue;
import org.tocsin.testing.MigratedDatabase;

/** A queued batch in a real PostgreSQL, and what its deliveries have come to. */
abstract class StoredDeliveries {

    static final Instant NOW = QueuedBatch.NOW;
    static final Lease LEASE = new Lease(Duration.ofSeconds(3), Duration.ofSeconds(30));

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    final QueuedBatch queue = new QueuedBatch(POSTGRES);
    final UUID worker = queue.worker();
    final UUID batch = queue.id();
    final UUID incident = queue.incident();

    @BeforeEach
    void openTheGate() throws SQLException {
        queue.open();
    }

    List<Claimed> claim(int limit) throws SQLException {
        return queue.claim(ChannelKind.EMAIL, limit);
    }

    static Outcome outcome(Claimed claimed, DeliveryState next, String result) {
        return QueuedBatch.outcome(claimed, next, QueuedBatch.answered(result));
    }

    Tally assertCountersAddUp(int people) throws SQLException {
        Tally tally = queue.countersThatAddUp();
        assertThat(tally.people()).isEqualTo(people);
        return tally;
    }

    void rescue() throws SQLException {
        POSTGRES.run(connection -> {
            Replicas.beat(connection, worker, LEASE);
            MigratedDatabase.execute(connection, "UPDATE replica SET heartbeat_at = now() - interval '1 hour'");
            Rescue.from(connection, worker, LEASE.length(), NOW);
        });
    }

    List<Uncertain> takeUncertain() throws SQLException {
        return POSTGRES.call(connection -> Uncertain.take(connection, 100, Duration.ofMinutes(1), NOW)).stream()
                .filter(uncertain -> uncertain.batchId().equals(batch))
                .toList();
    }

    List<DeliveryState> states() throws SQLException {
        return POSTGRES.texts("SELECT state FROM delivery WHERE batch_id = '" + batch + "' ORDER BY rank, id").stream()
                .map(DeliveryState::valueOf)
                .toList();
    }

    List<String> attemptResults() throws SQLException {
        return POSTGRES.texts(
                "SELECT a.result FROM attempt a JOIN delivery d ON d.id = a.delivery_id WHERE d.batch_id = '" + batch
                        + "' AND a.result IS NOT NULL ORDER BY a.number");
    }
}
