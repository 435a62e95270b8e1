package org.tocsin.delivery.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.AttemptEnd;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.testing.MigratedDatabase;

/** Whose message an event of Amazon SES is about, in a real PostgreSQL. */
class SentEmailTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final QueuedBatch queue = new QueuedBatch(POSTGRES);
    private final String sesId = "0102018b3f1e5c2d-" + UUID.randomUUID() + "-000000";

    @BeforeEach
    void send() throws SQLException {
        queue.open().planAndRelease(2, "EMAIL");
        List<Claimed> claimed = queue.claim(ChannelKind.EMAIL, 2);
        accept(claimed.get(0), sesId);
        accept(claimed.get(1), "4bXyZ12");
    }

    @Test
    void sesOwnIdNamesTheDelivery() throws SQLException {
        UUID sent = UUID.fromString(POSTGRES.text("SELECT id FROM delivery WHERE provider_id = ?", sesId));

        assertThat(find(sesId)).contains(new SentEmail(sent, 1, sesId));
    }

    @Test
    void anotherIdNamesNone() throws SQLException {
        assertThat(find("0102-000000")).isEmpty();
        assertThat(find("4bXyZ12")).isEmpty();
    }

    private static Optional<SentEmail> find(String id) throws SQLException {
        return POSTGRES.call(connection -> SentEmail.findBySesId(connection, id));
    }

    private void accept(Claimed claimed, String providerId) throws SQLException {
        queue.intend(claimed);
        AttemptEnd end = new AttemptEnd(
                QueuedBatch.NOW,
                QueuedBatch.NOW,
                "FINAL_DOT",
                "ACCEPTED",
                null,
                "250",
                "Ok",
                "main",
                providerId,
                "hash");
        queue.settle(QueuedBatch.outcome(claimed, DeliveryState.ACCEPTED, end));
    }
}
