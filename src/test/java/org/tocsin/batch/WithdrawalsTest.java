package org.tocsin.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.PlannedNotices;
import org.tocsin.delivery.Tally;
import org.tocsin.platform.database.Transactions;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;

/** A cancelled batch of several portions, in a real PostgreSQL. */
class WithdrawalsTest {

    private static final int PEOPLE = 12_000;
    private static final int PORTION = 5_000;

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final SettableClock clock = new SettableClock();
    private final UUID batch = UUID.randomUUID();
    private final UUID incident = UUID.randomUUID();

    @BeforeEach
    void cancelABatch() throws SQLException {
        run(connection -> {
            // Its incident, record set and template do not matter here, so its foreign keys are not checked.
            execute(connection, "SET LOCAL session_replication_role = replica");
            execute(
                    connection,
                    "INSERT INTO batch (id, incident_id, record_set_id, template_id, purpose, drill, simulated, policy,"
                            + " status, created_by, created_at) VALUES ('" + batch + "', '" + incident
                            + "', uuid_v7(), uuid_v7(), 'FIRST', false, false, '{}', 'CANCELLED', 'author', now())");
        });
        run(connection -> {
            PlannedNotices.prepare(connection);
            execute(
                    connection,
                    "INSERT INTO planned SELECT p, 'C-' || p, 'en', 'US', 'EMAIL', 1, uuid_v7()"
                            + " FROM generate_series(1, " + PEOPLE + ") p");
            PlannedNotices.adopt(connection, batch, incident, UUID.randomUUID(), clock.instant());
        });
    }

    @Test
    void goesOnBehindTheLastPortionThatWasCommitted() throws SQLException {
        run(connection -> {
            execute(
                    connection,
                    "CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS"
                            + " $$ BEGIN RAISE EXCEPTION 'power cut'; END $$");
            execute(
                    connection,
                    "CREATE TRIGGER broken BEFORE UPDATE ON notice FOR EACH ROW WHEN (new.position > 7000)"
                            + " EXECUTE FUNCTION broken()");
        });
        assertThatThrownBy(() -> withdrawals().run()).hasMessageContaining("power cut");
        run(connection -> execute(connection, "DROP TRIGGER broken ON notice"));
        assertThat(tally().withdrawn()).isEqualTo(PORTION);
        assertThat(underWay()).isTrue();

        withdrawals().run();

        assertThat(tally().withdrawn()).isEqualTo(PEOPLE);
        assertThat(tally().deliveries(DeliveryState.CANCELLED)).isEqualTo(PEOPLE);
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
        assertThat(tally().withdrawn()).isEqualTo(PEOPLE);
    }

    private Withdrawals withdrawals() {
        return new Withdrawals(POSTGRES.database(), clock);
    }

    private Tally tally() throws SQLException {
        return Transactions.run(POSTGRES.database(), connection -> {
            Tally kept = Tally.read(connection, batch);
            assertThat(kept).isEqualTo(Tally.recount(connection, batch));
            return kept;
        });
    }

    private boolean underWay() throws SQLException {
        return Transactions.run(POSTGRES.database(), connection -> Withdrawals.underWay(connection, incident));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void run(Transactions.Action work) throws SQLException {
        Transactions.execute(POSTGRES.database(), work);
    }
}
