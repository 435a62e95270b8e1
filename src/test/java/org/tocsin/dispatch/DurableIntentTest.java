package org.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.Gates;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.testing.MigratedDatabase;

/** An intent at the dot: no older than two seconds, or committed anew, which asks for claim and gate once more. */
class DurableIntentTest {

    private static final long FRESH = Duration.ofSeconds(2).toNanos();

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final QueuedBatch queue = new QueuedBatch(POSTGRES);
    private final Writer writer = new Writer(POSTGRES, queue, outcome -> {});
    private final AtomicLong nanos = new AtomicLong();
    private Claimed claimed;

    @BeforeEach
    void claimOne() throws Exception {
        queue.open().planAndRelease(1, "EMAIL");
        claimed = queue.claim(ChannelKind.EMAIL, 1).get(0);
        writer.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        writer.close();
    }

    @Test
    void aFreshOneHoldsAndIsCommittedOnce() {
        DurableIntent intent = intent(nanos::get);
        nanos.set(FRESH);

        assertThat(intent.holds()).isTrue();
        assertThat(intent.begun()).isTrue();
        assertThat(writer.commits()).isEqualTo(1);
    }

    @Test
    void oneThatGrewOldIsCommittedAnew() throws Exception {
        DurableIntent intent = intent(nanos::get);
        nanos.set(FRESH + 1);

        assertThat(intent.holds()).isTrue();
        assertThat(writer.commits()).isEqualTo(2);
        nanos.addAndGet(FRESH);
        assertThat(intent.holds())
                .as("the new one is as fresh as the first was")
                .isTrue();
        assertThat(writer.commits()).isEqualTo(2);
        assertThat(POSTGRES.count("SELECT count(*) FROM attempt WHERE delivery_id = ?", claimed.deliveryId()))
                .isEqualTo(1);
    }

    @Test
    void oneThatGrewOldDoesNotHoldWhenTheGateWasClosedMeanwhile() throws Exception {
        DurableIntent intent = intent(nanos::get);
        assertThat(intent.holds()).isTrue();
        POSTGRES.run(connection -> Gates.close(connection, queue.id(), "PAUSED", "tester", QueuedBatch.NOW));
        nanos.set(FRESH + 1);

        assertThat(intent.holds()).isFalse();
        assertThat(intent.begun()).as("the attempt is on record").isTrue();
    }

    @Test
    void oneThatGrewOldDoesNotHoldWhenTheClaimWasLostMeanwhile() throws Exception {
        DurableIntent intent = intent(nanos::get);
        assertThat(intent.holds()).isTrue();
        POSTGRES.execute("UPDATE delivery SET epoch = epoch + 1 WHERE id = '" + claimed.deliveryId() + "'");
        nanos.set(FRESH + 1);

        assertThat(intent.holds()).isFalse();
    }

    @Test
    void oneWhoseCommitsTakeTooLongNeverHolds() {
        DurableIntent intent = intent(() -> nanos.addAndGet(FRESH + 1)); // at each look, so much later

        assertThat(intent.holds()).isFalse();
        assertThat(intent.holds()).isFalse();
    }

    private DurableIntent intent(LongSupplier clock) {
        return new DurableIntent(writer.commit(), null, QueuedBatch.intent(claimed), clock);
    }
}
