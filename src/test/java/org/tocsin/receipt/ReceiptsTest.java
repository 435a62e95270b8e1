package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.testing.MigratedDatabase;

/** Receipts in a real PostgreSQL: kept once, taken when due, put off while they cannot be applied, never dropped. */
class ReceiptsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    @AfterEach
    void empty() throws SQLException {
        POSTGRES.execute("TRUNCATE receipt");
    }

    @Test
    void theSameReportIsKeptOnce() throws SQLException {
        Receipt first = receipt("SM1", "sent");

        assertThat(store(first)).isTrue();
        assertThat(store(receipt("SM1", "sent"))).isFalse();
        assertThat(store(receipt("SM1", "delivered"))).isTrue();
        assertThat(take(NOW)).extracting(Receipt::status).containsExactlyInAnyOrder("sent", "delivered");
    }

    @Test
    void itComesBackAsItWent() throws SQLException {
        Receipt full = new Receipt(UUID.randomUUID(), UUID.randomUUID(), 2, "main", "SM1", "undelivered", 30005);
        Receipt sparse = new Receipt(UUID.randomUUID(), UUID.randomUUID(), null, "main", "SM2", "sent", null);
        store(full);
        store(sparse);

        assertThat(take(NOW)).containsExactlyInAnyOrder(full, sparse);
    }

    @Test
    void whatIsTakenIsNobodyElsesForASecondAndThenLongerAndLonger() throws SQLException {
        store(receipt("SM1", "sent"));

        assertThat(take(NOW)).hasSize(1);
        assertThat(take(NOW)).isEmpty();
        assertThat(take(NOW.plusSeconds(1))).hasSize(1);
        assertThat(take(NOW.plusSeconds(2))).hasSize(1);
        assertThat(take(NOW.plusSeconds(3))).isEmpty();
        assertThat(take(NOW.plusSeconds(4))).hasSize(1);
    }

    @Test
    void itIsLookedAtEveryHourForGood() throws SQLException {
        store(receipt("SM1", "sent"));
        Instant muchLater = NOW.plus(Duration.ofDays(30));

        assertThat(take(muchLater)).hasSize(1);
        assertThat(take(muchLater.plus(Duration.ofMinutes(59)))).isEmpty();
        assertThat(take(muchLater.plus(Duration.ofMinutes(60)))).hasSize(1);
    }

    @Test
    void whatIsAppliedIsTakenNoMore() throws SQLException {
        Receipt receipt = receipt("SM1", "sent");
        store(receipt);
        assertThat(waiting()).isEqualTo(1);

        POSTGRES.run(connection -> Receipts.markApplied(connection, receipt.id(), NOW));

        assertThat(take(NOW.plus(Duration.ofDays(1)))).isEmpty();
        assertThat(waiting()).isZero();
        assertThat(store(receipt("SM1", "sent"))).isFalse();
    }

    private static Receipt receipt(String providerId, String status) {
        return new Receipt(UUID.randomUUID(), UUID.randomUUID(), 1, "main", providerId, status, null);
    }

    private static boolean store(Receipt receipt) throws SQLException {
        return POSTGRES.call(connection -> Receipts.store(connection, receipt, NOW));
    }

    private static List<Receipt> take(Instant now) throws SQLException {
        return POSTGRES.call(connection -> Receipts.take(connection, 10, now));
    }

    private static long waiting() throws SQLException {
        return POSTGRES.call(Receipts::waiting);
    }
}
