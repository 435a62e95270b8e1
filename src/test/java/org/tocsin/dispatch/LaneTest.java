package org.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.affected.Person;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Readiness;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.dispatch.seal.BatchInHand;
import org.tocsin.testing.MigratedDatabase;

/** A sender's last line of defence: a delivery that breaks it is written down as uncertain, and the next one is taken up. */
class LaneTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Readiness SOME = new Readiness(2, "any", OptionalDouble.empty());

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final QueuedBatch queue = new QueuedBatch(POSTGRES);
    private final Writer writer = new Writer(POSTGRES, queue, outcome -> {});
    private final Queue<Throwable> defects = new ConcurrentLinkedQueue<>();
    private final Lane lane = new Lane(
            new SilentChannel(ChannelKind.EMAIL, true),
            false,
            new DeliverOne(null, null, writer.commit(), null, null, new Broken(), null, null, Writer.CLOCK),
            writer.commit(),
            () -> {},
            Writer.CLOCK);

    /** Breaks off where a delivery's way begins; those that go on find that their batch is not to be sent now. */
    private final class Broken extends RefusalWatch {
        @Override
        boolean calm(UUID batch) {
            Throwable defect = defects.poll();
            if (defect instanceof Error error) {
                throw error;
            }
            if (defect instanceof RuntimeException exception) {
                throw exception;
            }
            return false;
        }
    }

    @BeforeEach
    void start() throws Exception {
        queue.open().planAndRelease(3, "EMAIL");
        writer.start();
        lane.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        lane.stop();
        lane.join(PATIENCE.toMillis());
        writer.close();
    }

    @Test
    void aDefectInOneDeliveryNeitherEndsItsSenderNorKeepsItsPlace() throws Exception {
        List<Claimed> claimed = queue.claim(ChannelKind.EMAIL, 3);
        int room = lane.room(SOME);
        defects.add(new IllegalStateException("a defect"));
        defects.add(new StackOverflowError("a deep one"));

        lane.take(claimed.stream()
                .map(one -> new DeliverOne.Work(one, null, null, null))
                .toList());

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states(claimed))
                .containsExactly("UNKNOWN SERVICE_BROKE", "UNKNOWN SERVICE_BROKE", "DUE"));
        assertThat(lane.room(SOME)).isEqualTo(room);
        assertThat(lane.stop()).isEmpty();
        assertThat(lane.join(PATIENCE.toMillis())).isTrue();
    }

    @Test
    void anErrorWhileAMessageIsMadeNeitherEndsTheSenderNorKeepsTheDelivery() throws Exception {
        MessageMaker broken = new MessageMaker(null, null, null) {
            @Override
            Made make(BatchInHand batch, UUID id, int attempt, ChannelKind channel, UUID variant, Person person) {
                throw new LinkageError("a defect of the installation");
            }
        };
        Lane failing = new Lane(
                new SilentChannel(ChannelKind.EMAIL, true),
                false,
                new DeliverOne(null, broken, writer.commit(), null, null, new Broken(), null, null, Writer.CLOCK),
                writer.commit(),
                () -> {},
                Writer.CLOCK);
        failing.start();
        List<Claimed> claimed = queue.claim(ChannelKind.EMAIL, 3);
        int room = failing.room(SOME);

        failing.take(claimed.stream()
                .map(one -> new DeliverOne.Work(one, null, null, null))
                .toList());

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states(claimed)).containsOnly("DUE NOT_COMPOSED"));
        assertThat(failing.room(SOME)).isEqualTo(room);
        assertThat(failing.stop()).isEmpty();
        assertThat(failing.join(PATIENCE.toMillis())).isTrue();
    }

    @Test
    void behindAGateThatWasNotSeenOpenNothingIsBegun() throws Exception {
        OpenGates notLookedAt = new OpenGates(POSTGRES.database());
        Lane closed = new Lane(
                new SilentChannel(ChannelKind.EMAIL, false),
                false,
                new DeliverOne(
                        null, null, writer.commit(), notLookedAt, null, new RefusalWatch(), null, null, Writer.CLOCK),
                writer.commit(),
                () -> {},
                Writer.CLOCK);
        closed.start();
        List<Claimed> claimed = queue.claim(ChannelKind.EMAIL, 3);

        closed.take(claimed.stream()
                .map(one -> new DeliverOne.Work(one, null, null, null))
                .toList());

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states(claimed)).containsOnly("DUE"));
        assertThat(POSTGRES.count("SELECT max(attempts) FROM delivery WHERE batch_id = ?", queue.id()))
                .isZero();
        assertThat(closed.stop()).isEmpty();
        assertThat(closed.join(PATIENCE.toMillis())).isTrue();
    }

    private static List<String> states(List<Claimed> claimed) throws SQLException {
        List<String> states = new ArrayList<>();
        for (Claimed one : claimed) {
            states.add(
                    POSTGRES.text("SELECT concat_ws(' ', state, reason) FROM delivery WHERE id = ?", one.deliveryId()));
        }
        return states;
    }
}
