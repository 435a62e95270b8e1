package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.testing.MigratedDatabase;

/** Whose message an event of Amazon SES is about, in a real PostgreSQL. */
class SentEmailTest {

    private static final String SES_ID = "0102018b3f1e5c2d-6f0d3f5e-8c4d-4c33-9d2b-5a0ad3c9f6d5-000000";

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final QueuedBatch queue = new QueuedBatch(POSTGRES);

    @BeforeEach
    void send() throws SQLException {
        queue.open().planAndRelease(2, "EMAIL");
        List<Claimed> claimed = queue.claim(ChannelKind.EMAIL, 2);
        accept(claimed.get(0), SES_ID);
        accept(claimed.get(1), "4bXyZ12");
    }

    @Test
    void sesOwnIdNamesTheDelivery() throws SQLException {
        UUID sent = UUID.fromString(POSTGRES.text("SELECT id FROM delivery WHERE provider_id = ?", SES_ID));

        assertThat(POSTGRES.call(connection -> SentEmail.findBySesId(connection, SES_ID)))
                .contains(new SentEmail(sent, 1, SES_ID));
    }

    @Test
    void anotherIdNamesNone() throws SQLException {
        assertThat(POSTGRES.call(connection -> SentEmail.findBySesId(connection, "0102-000000")))
                .isEmpty();
        assertThat(POSTGRES.call(connection -> SentEmail.findBySesId(connection, "4bXyZ12")))
                .isEmpty();
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
