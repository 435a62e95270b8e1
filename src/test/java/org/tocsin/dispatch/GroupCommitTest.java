package org.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Outcome;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.testing.MigratedDatabase;

/** The writer's last lines of defence: no defect ends it, and nobody waits for it for good. */
class GroupCommitTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final QueuedBatch queue = new QueuedBatch(POSTGRES);
    private final Queue<Outcome> written = new ConcurrentLinkedQueue<>();
    private final Queue<RuntimeException> defects = new ConcurrentLinkedQueue<>();
    private final Writer writer = new Writer(POSTGRES, queue, outcome -> {
        written.add(outcome);
        if (!defects.isEmpty()) {
            throw defects.poll();
        }
    });
    private List<Claimed> claimed;

    @BeforeEach
    void threeInHand() throws Exception {
        queue.open().planAndRelease(3, "EMAIL");
        claimed = queue.claim(ChannelKind.EMAIL, 3);
    }

    @AfterEach
    void stop() throws InterruptedException {
        writer.close();
    }

    @Test
    void aGroupThatMeetsADefectBeginsNothingAndKeepsItsOutcomeForTheNext() throws Exception {
        CompletableFuture<Boolean> refused = settleAndIntend(accepted(0), 1);
        writer.failOnce(new IllegalStateException("a defect")).start();

        assertThat(answer(refused)).isFalse();
        assertThat(answer(settleAndIntend(null, 2))).isTrue();

        await().atMost(PATIENCE).until(() -> state(0).equals("ACCEPTED"));
        assertThat(attempts(1)).as("nothing on record that was refused").isZero();
        assertThat(attempts(2)).isEqualTo(1);
        assertThat(writer.isAlive()).isTrue();
    }

    @Test
    void aDefectInWhoeverIsToldOfAnOutcomeCostsNoMoreThanWritingItOnceMore() throws Exception {
        defects.add(new IllegalStateException("a defect"));
        CompletableFuture<Boolean> granted = settleAndIntend(accepted(0), 1);
        writer.start();

        assertThat(answer(granted)).as("its commit went through").isTrue();
        await().atMost(PATIENCE).until(() -> written.size() == 2);

        assertThat(state(0)).isEqualTo("ACCEPTED");
        assertThat(attempts(0)).isEqualTo(1);
        assertThat(writer.isAlive()).isTrue();
    }

    @Test
    void anErrorThatEndsTheWriterLeavesNobodyWaiting() throws Exception {
        CompletableFuture<Boolean> before = settleAndIntend(null, 0);
        writer.failOnce(new OutOfMemoryError("as if")).start();

        assertThat(answer(before)).isFalse();
        writer.awaitEnd();
        assertThat(answer(settleAndIntend(null, 1))).isFalse();
    }

    private CompletableFuture<Boolean> settleAndIntend(Outcome last, int next) {
        return writer.commit().settleAndIntend(last, QueuedBatch.intent(claimed.get(next)));
    }

    private Outcome accepted(int which) {
        return QueuedBatch.outcome(claimed.get(which), DeliveryState.ACCEPTED, QueuedBatch.answered("ACCEPTED"));
    }

    private static boolean answer(CompletableFuture<Boolean> granted) throws Exception {
        return granted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private String state(int which) throws Exception {
        return POSTGRES.text(
                "SELECT state FROM delivery WHERE id = ?", claimed.get(which).deliveryId());
    }

    private int attempts(int which) throws Exception {
        return POSTGRES.count(
                "SELECT count(*) FROM attempt WHERE delivery_id = ?",
                claimed.get(which).deliveryId());
    }
}
