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

/** What endpoints are sent again, or not any more, and what signs it. */
class ReplaysTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final TellingBench bench = new TellingBench(POSTGRES);

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    @Test
    void isReplayedFromANumberInOneBatchAndFromATimeInAll() throws SQLException {
        UUID other = UUID.randomUUID();
        bench.happen("batch.draft");
        bench.clock.advance(Duration.ofHours(1));
        bench.listen("batch.*");
        bench.happen("batch.submitted", "batch.approved");
        bench.rows.happen(other, bench.clock.instant(), "batch.draft");
        bench.tellAll();
        List<Message> first = bench.receiver.messages();
        assertThat(first).hasSize(3);

        assertThat(bench.replay(ReplayPoint.of(3), bench.batch)).isEqualTo(new Replays.Result(1, 1));
        bench.tellAll();
        assertThat(bench.came(3)).extracting(Message::type).containsExactly("batch.approved");
        assertThat(first).extracting(Message::id).contains(bench.came(3).get(0).id());

        assertThat(bench.replay(ReplayPoint.of(bench.clock.instant().toString()), null))
                .isEqualTo(new Replays.Result(2, 3));
        bench.tellAll();
        assertThat(bench.came(4))
                .extracting(Message::id)
                .containsExactlyInAnyOrderElementsOf(
                        first.stream().map(Message::id).toList());

        assertThat(bench.replay(ReplayPoint.of(1), bench.batch)).isEqualTo(new Replays.Result(1, 3));
        bench.tellAll();
        assertThat(bench.came(7)).extracting(Message::sequence).containsExactly(1L, 2L, 3L);
        assertThat(bench.replay(ReplayPoint.of(4), bench.batch)).isEqualTo(new Replays.Result(0, 0));
    }

    @Test
    void aReplayPassesNothingOverThatWasNotSentYet() throws SQLException {
        bench.receiver.next(Action.status(500));
        bench.listen("batch.*");
        bench.happen("batch.draft", "batch.submitted", "batch.approved");
        bench.tellAll();

        bench.replay(ReplayPoint.of(3), bench.batch);
        bench.tellAll();

        assertThat(bench.came(1)).extracting(Message::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatWasRemovedByItsAgeIsPassedOver() throws SQLException {
        bench.listen("batch.*");
        bench.happen("batch.draft");
        POSTGRES.execute("DELETE FROM webhook_event WHERE batch_id = '" + bench.batch + "'");
        bench.tellAll();
        assertThat(bench.look().waitingBatches()).isZero();

        bench.happen("batch.submitted");
        bench.tellAll();

        assertThat(bench.receiver.messages()).extracting(Message::sequence).containsExactly(2L);
    }

    @Test
    void bothSecretsSignUntilTheOverlapHasPassed() throws SQLException {
        UUID endpoint = bench.listen("batch.*");
        Verifier before = new Verifier(
                Signature.show(POSTGRES.call(c -> Secrets.signing(c, EventRows.KEYS, endpoint, bench.clock.instant()))
                        .get(0)));
        bench.happen("batch.draft");
        bench.tellAll();
        Verifier after = new Verifier(Signature.show(POSTGRES.call(
                c -> Secrets.rotate(c, EventRows.KEYS, endpoint, Duration.ofHours(24), bench.clock.instant()))));
        bench.happen("batch.submitted");
        bench.tellAll();
        bench.clock.advance(Duration.ofHours(24));
        bench.happen("batch.approved");
        bench.tellAll();

        List<Message> came = bench.receiver.messages();
        assertThat(came).extracting(before::accepts).containsExactly(true, true, false);
        assertThat(came).extracting(after::accepts).containsExactly(false, true, true);
    }
}
