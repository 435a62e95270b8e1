package org.tocsin.delivery.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.testing.MigratedDatabase;

/** What an opt-out ends, in a real PostgreSQL. */
class OptedOutDeliveriesTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final QueuedBatch queue = new QueuedBatch(POSTGRES);

    @BeforeEach
    void openTheGate() throws SQLException {
        queue.open();
    }

    @Test
    void whatWaitsIsUndeliverableAndTheNextChannelIsDue() throws SQLException {
        queue.planAndRelease(2, "SMS", "EMAIL");

        assertThat(end("C-1")).isEqualTo(1);

        assertThat(deliveries("C-1")).containsExactly("SMS UNDELIVERABLE SUPPRESSED", "EMAIL DUE null");
        assertThat(deliveries("C-2")).containsExactly("SMS DUE null", "EMAIL PLANNED null");
        assertThat(outcome("C-1")).isEqualTo("OUTSTANDING");
        queue.countersThatAddUp();
        assertThat(end("C-1")).as("the second time").isZero();
    }

    @Test
    void aChannelThatWaitsForAnEarlierOneIsPassedOver() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");

        assertThat(end("C-1")).isEqualTo(1);
        Claimed email = queue.claim(ChannelKind.EMAIL, 1).get(0);
        queue.settle(QueuedBatch.outcome(email, DeliveryState.FAILED, null));

        assertThat(deliveries("C-1")).containsExactly("EMAIL FAILED null", "SMS UNDELIVERABLE SUPPRESSED");
        assertThat(outcome("C-1")).isEqualTo("UNREACHED");
        queue.countersThatAddUp();
    }

    @Test
    void whatIsInHandOrHasLeftOrIsNotReleasedStays() throws SQLException {
        queue.planAndRelease(2, "SMS");
        Claimed sent = queue.claim(ChannelKind.SMS, 1).get(0);
        queue.settle(QueuedBatch.outcome(sent, DeliveryState.ACCEPTED, QueuedBatch.answered("ACCEPTED")));
        queue.claim(ChannelKind.SMS, 1);
        assertThat(end("C-1") + end("C-2")).isZero();

        QueuedBatch unreleased = new QueuedBatch(POSTGRES);
        unreleased.plan(1, "SMS");
        assertThat(endAll(POSTGRES.texts("SELECT id FROM notice WHERE batch_id = ?", unreleased.id())))
                .isZero();
    }

    private int end(String customer) throws SQLException {
        return endAll(
                POSTGRES.texts("SELECT id FROM notice WHERE batch_id = ? AND customer_ref = ?", queue.id(), customer));
    }

    private static int endAll(List<String> notices) throws SQLException {
        List<UUID> ids = notices.stream().map(UUID::fromString).toList();
        assertThat(ids).hasSize(1);
        return POSTGRES.call(connection -> OptedOutDeliveries.end(connection, ids, ChannelKind.SMS, QueuedBatch.NOW));
    }

    private List<String> deliveries(String customer) throws SQLException {
        return POSTGRES.texts(
                "SELECT concat_ws(' ', d.channel, d.state, coalesce(d.reason, 'null'))"
                        + " FROM delivery d JOIN notice n ON n.id = d.notice_id"
                        + " WHERE n.batch_id = ? AND n.customer_ref = ? ORDER BY d.rank",
                queue.id(),
                customer);
    }

    private String outcome(String customer) throws SQLException {
        return POSTGRES.text(
                "SELECT outcome FROM notice WHERE batch_id = ? AND customer_ref = ?", queue.id(), customer);
    }
}
