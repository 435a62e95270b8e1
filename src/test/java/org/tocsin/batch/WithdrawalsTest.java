package org.tocsin.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;

/** A cancelled batch of several portions, in a real PostgreSQL. */
class WithdrawalsTest {

    private static final int PEOPLE = 12_000;
    private static final int PORTION = 5_000;

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final SettableClock clock = new SettableClock();
    private final QueuedBatch queue = new QueuedBatch(POSTGRES);
    private final UUID batch = queue.id();
    private final UUID incident = queue.incident();

    @BeforeEach
    void cancelABatch() throws SQLException {
        POSTGRES.execute(
                // Its incident, record set and template do not matter here, so its foreign keys are not checked.
                "SET LOCAL session_replication_role = replica",
                "INSERT INTO batch (id, incident_id, record_set_id, template_id, purpose, drill, simulated, policy,"
                        + " status, created_by, created_at) VALUES ('" + batch + "', '" + incident
                        + "', uuid_v7(), uuid_v7(), 'FIRST', false, false, '{}', 'CANCELLED', 'author', now())");
        queue.plan(PEOPLE, "EMAIL");
    }

    @Test
    void goesOnBehindTheLastPortionThatWasCommitted() throws SQLException {
        POSTGRES.execute(
                "CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE EXCEPTION 'power cut'; END $$",
                "CREATE TRIGGER broken BEFORE UPDATE ON notice FOR EACH ROW WHEN (new.position > 7000)"
                        + " EXECUTE FUNCTION broken()");
        assertThatThrownBy(() -> withdrawals().run()).hasMessageContaining("power cut");
        POSTGRES.execute("DROP TRIGGER broken ON notice");
        assertThat(queue.countersThatAddUp().withdrawn()).isEqualTo(PORTION);
        assertThat(underWay()).isTrue();

        withdrawals().run();

        assertThat(queue.countersThatAddUp().withdrawn()).isEqualTo(PEOPLE);
        assertThat(queue.countersThatAddUp().deliveries(DeliveryState.CANCELLED))
                .isEqualTo(PEOPLE);
        assertThat(underWay()).isFalse();
    }

    @Test
    void isSharedByReplicasThatComeAtOnce() throws SQLException {
        IntStream.range(0, 4).parallel().forEach(replica -> {
            try {
                withdrawals().run();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(queue.countersThatAddUp().withdrawn()).isEqualTo(PEOPLE);
    }

    private Withdrawals withdrawals() {
        return new Withdrawals(POSTGRES.database(), clock);
    }

    private boolean underWay() throws SQLException {
        return POSTGRES.call(connection -> Withdrawals.underWay(connection, incident));
    }
}
