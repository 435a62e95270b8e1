package org.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.webhook.ScriptedReceiver.Action;
import org.tocsin.webhook.ScriptedReceiver.Message;

/** What endpoints get while something goes wrong: a real PostgreSQL, and a receiver that follows a script. */
class TellInOrderTest {

    private static final Duration RETRY = Duration.ofSeconds(7);

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final TellingBench bench = new TellingBench(POSTGRES);

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    @Test
    void eachEventComesOnceAndInOrder() throws SQLException {
        bench.listen("batch.*");
        bench.happen("batch.draft", "batch.submitted", "batch.approved");

        bench.tellAll();
        bench.tellAll();

        assertThat(bench.receiver.messages()).extracting(Message::sequence).containsExactly(1L, 2L, 3L);
        assertThat(bench.receiver.messages()).extracting(Message::id).doesNotHaveDuplicates();
        assertThat(Json.text(bench.receiver.messages().get(0).body(), "/timestamp"))
                .isEqualTo(bench.clock.instant().toString());
    }

    @Test
    void whatFailsIsSentAgainWithTheSameIdAndANewTimeAndHoldsUpWhatIsBehindIt() throws SQLException {
        bench.receiver.next(Action.status(500), Action.drop(), Action.hang());
        bench.listen("batch.*");
        bench.happen("batch.draft", "batch.submitted");

        bench.tellAll();
        bench.tellAll();
        assertThat(bench.receiver.messages()).as("not before its time").hasSize(1);
        bench.clock.advance(RETRY);
        bench.tellAll();
        bench.clock.advance(Duration.ofMinutes(10));
        bench.tellAll();
        assertThat(bench.look().failure()).isEqualTo("TIMEOUT");
        assertThat(bench.look().failingSince()).isNotNull();
        bench.clock.advance(Duration.ofHours(1));
        bench.tellAll();

        List<Message> came = bench.receiver.messages();
        assertThat(came)
                .extracting(Message::type)
                .containsExactly("batch.draft", "batch.draft", "batch.draft", "batch.draft", "batch.submitted");
        assertThat(came.subList(0, 4))
                .extracting(Message::id)
                .containsOnly(came.get(0).id());
        assertThat(came.subList(0, 4)).extracting(Message::timestamp).doesNotHaveDuplicates();
        assertThat(bench.look().failure()).isNull();
        assertThat(bench.look().waitingBatches()).isZero();
    }

    @Test
    void anEventThatFailsHoldsUpItsOwnBatchAlone() throws SQLException {
        UUID other = UUID.randomUUID();
        bench.receiver.always(message -> message.batch().equals(bench.batch.toString()), Action.status(500));
        bench.listen("batch.*");
        bench.happen("batch.draft", "batch.submitted");
        bench.rows.happen(other, bench.clock.instant(), "batch.draft", "batch.submitted");

        bench.tellAll();

        assertThat(bench.receiver.messages().stream()
                        .filter(message -> message.batch().equals(other.toString())))
                .extracting(Message::sequence)
                .containsExactly(1L, 2L);
        assertThat(bench.look().waitingBatches()).isEqualTo(1);
    }

    @Test
    void anEventWhoseMarkWasLostInACrashIsSentAgainWithTheSameId() throws SQLException {
        bench.listen("batch.*");
        bench.happen("batch.draft", "batch.submitted");
        Claim crashed = bench.claim().get(0);
        bench.sendUnmarked(crashed);

        bench.tellAll();
        assertThat(bench.receiver.messages()).as("its claim still holds").hasSize(1);
        bench.leasesRunOut();
        bench.tellAll();

        assertThat(bench.receiver.messages()).extracting(Message::sequence).containsExactly(1L, 1L, 2L);
        assertThat(bench.receiver.messages().get(1).id())
                .isEqualTo(bench.receiver.messages().get(0).id());
    }

    @Test
    void whoHasLostTheClaimMarksNothing() throws SQLException {
        UUID endpoint = bench.listen("batch.*");
        bench.happen("batch.draft", "batch.submitted");
        Claim slow = bench.claim().get(0);
        Event event = bench.sendUnmarked(slow);
        bench.leasesRunOut();
        bench.tellAll();

        assertThat(POSTGRES.<Boolean>call(connection -> Cursors.sent(connection, slow, event)))
                .isFalse();
        POSTGRES.run(connection -> Cursors.finish(connection, slow, bench.clock.instant()));

        assertThat(POSTGRES.text("SELECT sent_seq FROM webhook_cursor WHERE endpoint_id = ?", endpoint))
                .isEqualTo("2");
    }

    /** Another replica may be sending the same by now, and be ahead. */
    @Test
    void whoStoodStillForLongerThanTheLeaseSendsNothing() throws SQLException {
        bench.listen("batch.*");
        bench.happen("batch.draft");
        Claim claim = bench.claim().get(0);
        long longAgo = System.nanoTime() - Cursors.LEASE.toNanos();

        bench.tell(new Claim(
                claim.endpointId(), claim.batchId(), claim.epoch(), claim.lastSeq(), claim.attempts(), longAgo));

        assertThat(bench.receiver.messages()).isEmpty();
        bench.tellAll();
        assertThat(bench.receiver.messages()).hasSize(1);
    }

    @Test
    void oneThatIsGoneIsDisabledAtOnceWithEvidence() throws SQLException {
        bench.receiver.next(Action.status(410));
        UUID endpoint = bench.listen("batch.*");
        bench.happen("batch.draft");

        bench.tellAll();
        bench.clock.advance(Duration.ofDays(1));
        bench.happen("batch.submitted");
        bench.tellAll();

        assertThat(bench.receiver.messages()).hasSize(1);
        assertThat(bench.look().disabledReason()).isEqualTo(Endpoint.DisabledReason.GONE);
        assertThat(evidenceOf(endpoint)).containsExactly("WEBHOOK_DISABLED");
    }

    @Test
    void oneThatCannotBeToldForDaysIsDisabledAndGoesOnWhereItStoppedOnceItIsEnabled() throws SQLException {
        bench.receiver.always(message -> true, Action.status(503));
        UUID endpoint = bench.listen("batch.*");
        bench.happen("batch.draft");
        for (int tries = 0; tries < 10; tries++) {
            assertThat(bench.look().status()).isEqualTo(Endpoint.Status.ENABLED);
            bench.tellAll();
            bench.clock.advance(Duration.ofHours(30));
        }
        assertThat(bench.look().disabledReason()).isEqualTo(Endpoint.DisabledReason.GAVE_UP);
        assertThat(evidenceOf(endpoint)).containsExactly("WEBHOOK_DISABLED");
        bench.happen("batch.submitted");
        bench.tellAll();
        assertThat(bench.receiver.messages()).hasSize(10);

        bench.receiver.always(message -> true, Action.status(200));
        POSTGRES.run(connection -> {
            Endpoints.enable(connection, endpoint);
            Cursors.retryAll(connection, endpoint, bench.clock.instant());
        });
        bench.tellAll();

        assertThat(bench.receiver.messages().subList(10, 12))
                .extracting(Message::sequence)
                .containsExactly(1L, 2L);
    }

    private static List<String> evidenceOf(UUID endpoint) throws SQLException {
        return POSTGRES.texts("SELECT action FROM evidence_entry WHERE subject = ?", "webhook:" + endpoint);
    }
}
