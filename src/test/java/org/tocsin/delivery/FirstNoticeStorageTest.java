package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.delivery.exclusion.Withdrawal;

/** Who has a first notice in a real PostgreSQL, and who loses it when a batch is cancelled. */
class FirstNoticeStorageTest extends StoredDeliveries {

    @Test
    void whoHasAFirstNoticeIsLeftOutOfAnother() throws SQLException {
        queue.plan(3, "EMAIL");
        POSTGRES.run(connection -> FirstNotices.claim(connection, batch));
        UUID second = UUID.randomUUID();
        POSTGRES.run(connection -> queue.planInto(connection, second, 4, "EMAIL"));
        POSTGRES.run(connection -> FirstNotices.claim(connection, second));
        POSTGRES.run(connection -> FirstNotices.excludeClaimed(connection, second, NOW));
        Tally tally = POSTGRES.call(connection -> Tally.read(connection, second));
        assertThat(tally.excluded()).isEqualTo(3);
        assertThat(tally.outstanding()).isEqualTo(1);
        assertThat(tally.deliveries(DeliveryState.UNDELIVERABLE)).isEqualTo(3);
    }

    @Test
    void aCancelledBatchWithdrawsWhomItHasNotServed() throws SQLException {
        queue.planAndRelease(3, "EMAIL");
        POSTGRES.run(connection -> FirstNotices.claim(connection, batch));
        queue.settle(outcome(claim(1).get(0), DeliveryState.ACCEPTED, "ACCEPTED"));
        POSTGRES.run(connection -> Withdrawal.ofStretch(connection, batch, 0, 2, NOW));
        assertThat(assertCountersAddUp(3).outstanding()).isEqualTo(1);
        POSTGRES.run(connection -> Withdrawal.ofStretch(connection, batch, 2, 3, NOW));
        Tally tally = assertCountersAddUp(3);
        assertThat(tally.withdrawn()).isEqualTo(2);
        assertThat(tally.reachedUnconfirmed()).isEqualTo(1);
        assertThat(POSTGRES.count("SELECT count(*) FROM first_notice WHERE incident_id = '" + incident + "'"))
                .isEqualTo(1);
    }

    @Test
    void whatComesBackToACancelledBatchIsWithdrawnInItsTurn() throws SQLException {
        queue.planAndRelease(3, "EMAIL");
        List<Claimed> claimed = claim(3);
        POSTGRES.run(connection -> Withdrawal.ofStretch(connection, batch, 0, 3, NOW));
        assertThat(assertCountersAddUp(3).outstanding()).isEqualTo(3);
        queue.settle(outcome(claimed.get(0), DeliveryState.DUE, "TRY_LATER"));
        queue.settle(outcome(claimed.get(1), DeliveryState.HELD, "UNKNOWN"));
        int withdrawn = POSTGRES.call(connection -> Withdrawal.ofLeftovers(connection, batch, 10, NOW));
        assertThat(withdrawn).isEqualTo(2);
        assertThat(states())
                .containsExactlyInAnyOrder(DeliveryState.CANCELLED, DeliveryState.CANCELLED, DeliveryState.SENDING);
        assertThat(assertCountersAddUp(3).withdrawn()).isEqualTo(2);
    }
}
