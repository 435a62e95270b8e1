package org.tocsin.delivery.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.delivery.suppression.SuppressionReason;
import org.tocsin.testing.MigratedDatabase;

/** Which deliveries say that nothing more is sent to their address, in a real PostgreSQL. */
class SuppressingDeliveryTest {

    private static final Instant NOW = QueuedBatch.NOW;

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    @Test
    void failuresAndComplaintsComeInTheOrderInWhichTheyBecameKnown() throws SQLException {
        QueuedBatch queue = new QueuedBatch(POSTGRES).open();
        queue.planAndRelease(4, "EMAIL");
        List<Claimed> claimed = queue.claim(ChannelKind.EMAIL, 4);
        fail(claimed.get(0), "OPTED_OUT", NOW.plusSeconds(3));
        fail(claimed.get(1), "ADDRESS_DEAD", NOW.plusSeconds(1));
        fail(claimed.get(2), "MAILBOX_UNABLE", NOW.plusSeconds(2));
        UUID delivered = claimed.get(3).deliveryId();
        POSTGRES.run(connection -> Complaints.note(connection, delivered, NOW.plusSeconds(2)));
        POSTGRES.run(connection -> Complaints.note(connection, delivered, NOW.plusSeconds(9)));

        assertThat(since(NOW, 10))
                .extracting(SuppressingDelivery::reason)
                .containsExactly(
                        SuppressionReason.ADDRESS_DEAD, SuppressionReason.COMPLAINT, SuppressionReason.OPTED_OUT);
        assertThat(since(NOW, 10))
                .extracting(SuppressingDelivery::at)
                .containsExactly(NOW.plusSeconds(1), NOW.plusSeconds(2), NOW.plusSeconds(3));
        assertThat(since(NOW.plusSeconds(2), 1))
                .extracting(SuppressingDelivery::deliveryId)
                .containsExactly(delivered);
        assertThat(since(NOW.plusSeconds(4), 10)).isEmpty();
    }

    private static List<SuppressingDelivery> since(Instant from, int limit) throws SQLException {
        return POSTGRES.call(connection -> SuppressingDelivery.since(connection, from, limit));
    }

    private static void fail(Claimed claimed, String reason, Instant at) throws SQLException {
        POSTGRES.execute("UPDATE delivery SET state = 'FAILED', reason = '" + reason + "', updated_at = '" + at
                + "' WHERE id = '" + claimed.deliveryId() + "'");
    }
}
