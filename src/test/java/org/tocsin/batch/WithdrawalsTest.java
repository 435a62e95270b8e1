package org.tocsin.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.delivery.exclusion.Exclusion;
import org.tocsin.delivery.exclusion.ExclusionReason;
import org.tocsin.delivery.exclusion.LaterExclusions;
import org.tocsin.delivery.exclusion.Withdrawal;
import org.tocsin.delivery.feedback.ReceiptMeaning;
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
    }

    @Test
    void goesOnBehindTheLastPortionThatWasCommitted() throws SQLException {
        queue.plan(PEOPLE, "EMAIL");
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
        queue.plan(PEOPLE, "EMAIL");
        IntStream.range(0, 4).parallel().forEach(replica -> {
            try {
                withdrawals().run();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(queue.countersThatAddUp().withdrawn()).isEqualTo(PEOPLE);
    }

    @Test
    void goesOnWhileLettersOfTheBatchAreBeingMade() throws SQLException {
        queue.plan(1, "EMAIL");

        POSTGRES.run(connection -> {
            try (Statement statement = connection.createStatement()) { // as a new row does that refers to the batch
                statement.execute("SELECT FROM batch WHERE id = '" + batch + "' FOR KEY SHARE");
            }
            withdrawals().run();
        });

        assertThat(queue.countersThatAddUp().withdrawn()).isOne();
    }

    @Test
    void whoWasExcludedBeforeIsExcludedWhenTheMessageComesBack() throws SQLException {
        queue.open().planAndRelease(3, "EMAIL");
        List<Claimed> claimed = queue.claim(ChannelKind.EMAIL, 3);
        queue.intend(claimed.get(0));
        queue.intend(claimed.get(1));
        queue.intend(claimed.get(2));
        queue.settle(QueuedBatch.outcome(claimed.get(0), DeliveryState.ACCEPTED, QueuedBatch.answered("ACCEPTED")));
        exclude("C-1");
        exclude("C-2");
        exclude("C-3");

        queue.comes(ReceiptMeaning.LOST, claimed.get(0), QueuedBatch.NOW);
        queue.settle(QueuedBatch.outcome(claimed.get(1), DeliveryState.FAILED, QueuedBatch.answered("REFUSED")));
        queue.settle(QueuedBatch.outcome(claimed.get(2), DeliveryState.DUE, QueuedBatch.answered("TRY_LATER")));
        withdrawals().run();

        assertThat(queue.standing()).containsExactly("FAILED: EXCLUDED", "FAILED: EXCLUDED", "UNDELIVERABLE: EXCLUDED");
        assertThat(queue.countersThatAddUp().excluded()).isEqualTo(3);
        assertThat(underWay()).isFalse();
    }

    @Test
    void whoWasExcludedIsNotWithdrawnWhenTheMessageComesBackInTheMiddleOfIt() throws SQLException {
        queue.open().planAndRelease(1, "EMAIL");
        Claimed claimed = queue.claim(ChannelKind.EMAIL, 1).get(0);
        queue.intend(claimed);
        exclude("C-1");
        queue.settle(QueuedBatch.outcome(claimed, DeliveryState.DUE, QueuedBatch.answered("TRY_LATER")));

        POSTGRES.run(connection -> Withdrawal.ofStretch(connection, batch, 0, PORTION, QueuedBatch.NOW));
        int leftovers =
                POSTGRES.call(connection -> Withdrawal.ofLeftovers(connection, batch, PORTION, QueuedBatch.NOW));
        withdrawals().run();

        assertThat(leftovers).isZero();
        assertThat(queue.standing()).containsExactly("UNDELIVERABLE: EXCLUDED");
        assertThat(underWay()).isFalse();
    }

    private void exclude(String customer) throws SQLException {
        Exclusion exclusion = new Exclusion(
                UUID.randomUUID(),
                incident,
                customer,
                ExclusionReason.LAW_ENFORCEMENT_HOLD,
                null,
                "tester",
                QueuedBatch.NOW);
        POSTGRES.run(connection -> {
            exclusion.insert(connection);
            LaterExclusions.apply(connection, exclusion, List.of(batch), QueuedBatch.NOW);
        });
    }

    private Withdrawals withdrawals() {
        return new Withdrawals(POSTGRES.database(), clock);
    }

    private boolean underWay() throws SQLException {
        return POSTGRES.call(connection -> Withdrawals.underWay(connection, incident));
    }
}
