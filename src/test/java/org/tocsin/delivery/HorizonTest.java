package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.channel.ChannelKind.EMAIL;
import static org.tocsin.channel.ChannelKind.SMS;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.feedback.OverdueConfirmations;
import org.tocsin.delivery.feedback.ReceiptMeaning;
import org.tocsin.testing.MigratedDatabase;

/** How long somebody is tried while their batch goes and stands still, in a real PostgreSQL. */
class HorizonTest {

    private static final Instant NOW = QueuedBatch.NOW;
    private static final Duration HORIZON = QueuedBatch.HORIZON;

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final QueuedBatch queue = new QueuedBatch(POSTGRES);

    @BeforeEach
    void openTheGate() throws SQLException {
        queue.open();
    }

    @Test
    void aPauseOfThreeDaysCostsNobodyTheirHorizon() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        close(queue.id(), hours(1));
        open(queue.id(), hours(73));

        assertThat(givenUpAt(EMAIL, hours(80))).isEqualTo(hours(72 + 72));
    }

    @Test
    void whatStopsAStoppedBatchOnceMoreStartsNoNewPause() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        close(queue.id(), hours(1));
        close(queue.id(), hours(10));
        open(queue.id(), hours(73));
        open(queue.id(), hours(75));

        assertThat(givenUpAt(EMAIL, hours(80))).isEqualTo(hours(72 + 72));
    }

    @Test
    void whatIsReleasedAfterAPauseIsTriedNoLongerForIt() throws SQLException {
        queue.plan(1, "EMAIL");
        close(queue.id(), hours(1));
        open(queue.id(), hours(73));
        release(hours(80));

        assertThat(givenUpAt(EMAIL, hours(81))).isEqualTo(hours(80 + 72));
    }

    @Test
    void theStopOfEverythingCountsTheSame() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        close(Gates.EVERYTHING, hours(1));
        open(Gates.EVERYTHING, hours(49));

        assertThat(givenUpAt(EMAIL, hours(80))).isEqualTo(hours(48 + 72));
    }

    /** Batch and everything are stopped and released at random: each hour in which either stands still counts once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void howeverTheStopsOverlapEachHourCountsOnce(long seed) throws SQLException {
        RandomGenerator random = RandomGeneratorFactory.of("Random").create(seed);
        queue.planAndRelease(1, "EMAIL");
        boolean batchOpen = true;
        boolean allOpen = true;
        int stoodStill = 0;
        int hour = 0;
        for (int i = 0; i < 12; i++) {
            int next = hour + 1 + random.nextInt(30);
            stoodStill += batchOpen && allOpen ? 0 : next - hour;
            hour = next;
            boolean opens = random.nextBoolean();
            if (random.nextBoolean()) {
                set(queue.id(), opens, hours(hour));
                batchOpen = opens;
            } else {
                set(Gates.EVERYTHING, opens, hours(hour));
                allOpen = opens;
            }
        }
        stoodStill += batchOpen && allOpen ? 0 : 5;
        open(Gates.EVERYTHING, hours(hour + 5));
        open(queue.id(), hours(hour + 5));

        assertThat(givenUpAt(EMAIL, hours(hour + 7))).isEqualTo(hours(stoodStill + 72));
    }

    @Test
    void whatOpensDuringAPauseIsTriedFromTheResumptionOn() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        Claimed mail = queue.accepted(EMAIL, NOW);
        close(queue.id(), hours(1));
        queue.comes(ReceiptMeaning.LOST, mail, hours(50));
        open(queue.id(), hours(100));

        assertThat(givenUpAt(SMS, hours(100))).isEqualTo(hours(100 + 72));
    }

    @Test
    void theTimeToConfirmGoesOnDuringAPauseAndTheHorizonOfWhatItOpensDoesNot() throws SQLException {
        queue.planAndRelease(1, Duration.ofHours(24), "EMAIL", "SMS");
        queue.accepted(EMAIL, NOW);
        close(queue.id(), hours(1));
        int looked = POSTGRES.call(connection -> OverdueConfirmations.open(connection, 10, hours(24)));
        assertThat(looked).isEqualTo(1);
        assertThat(queue.claim(SMS, 1, hours(24))).isEmpty();
        open(queue.id(), hours(100));

        assertThat(givenUpAt(SMS, hours(100))).isEqualTo(hours(100 + 72));
    }

    @Test
    void whatWasHeldForAPersonIsTriedFromTheDecisionOn() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        Claimed claimed = queue.claim(EMAIL, 1).get(0);
        queue.settle(QueuedBatch.outcome(claimed, DeliveryState.HELD, QueuedBatch.answered("UNKNOWN")));
        close(queue.id(), hours(10));
        open(queue.id(), hours(20));

        POSTGRES.run(connection -> HeldDecision.apply(connection, queue.id(), null, true, HORIZON, 10, hours(120)));

        assertThat(givenUpAt(EMAIL, hours(121))).isEqualTo(hours(120 + 72));
    }

    private static Instant hours(int hours) {
        return NOW.plus(Duration.ofHours(hours));
    }

    private Instant givenUpAt(ChannelKind channel, Instant at) throws SQLException {
        return queue.claim(channel, 1, at).get(0).giveUpAt();
    }

    private void release(Instant at) throws SQLException {
        POSTGRES.run(connection -> Release.stretch(connection, queue.id(), 1, 2, HORIZON, null, at));
    }

    private static void close(UUID gate, Instant at) throws SQLException {
        set(gate, false, at);
    }

    private static void open(UUID gate, Instant at) throws SQLException {
        set(gate, true, at);
    }

    private static void set(UUID gate, boolean open, Instant at) throws SQLException {
        POSTGRES.run(connection -> {
            if (open) {
                Gates.open(connection, gate, "tester", at);
            } else {
                Gates.close(connection, gate, "PAUSED", "tester", at);
            }
        });
    }
}
