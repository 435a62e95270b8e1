package org.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.evidence.TestEvidence;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;
import org.tocsin.webhook.ScriptedReceiver.Action;
import org.tocsin.webhook.ScriptedReceiver.Message;

/** What endpoints get while something goes wrong: a real PostgreSQL, and a receiver that follows a script. */
class TellInOrderTest {

    private static final Duration RETRY = Duration.ofSeconds(7);

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private final SettableClock clock = new SettableClock();
    private final EventRows rows = new EventRows(POSTGRES);
    private final WebhookHttp http = new WebhookHttp(
            CallableAddressesTest.callable(Map.of("tocsin.webhooks.loopback", "true")),
            Timeout.ofMilliseconds(500),
            Duration.ofSeconds(2));
    private final TellInOrder tell =
            new TellInOrder(POSTGRES.database(), http, TestEvidence.log(EventRows.KEYS, clock), clock);
    private final UUID batch = UUID.randomUUID();

    @AfterEach
    void close() throws SQLException {
        http.close();
        receiver.close();
        rows.clear();
    }

    @Test
    void eachEventComesOnceAndInOrder() throws SQLException {
        UUID endpoint = listen("batch.*");
        happen("batch.draft", "batch.submitted", "batch.approved");

        tellAll(endpoint);
        tellAll(endpoint);

        assertThat(receiver.messages()).extracting(Message::sequence).containsExactly(1L, 2L, 3L);
        assertThat(receiver.messages()).extracting(Message::id).doesNotHaveDuplicates();
        assertThat(Json.text(receiver.messages().get(0).body(), "/timestamp"))
                .isEqualTo(clock.instant().toString());
    }

    @Test
    void whatFailsIsSentAgainWithTheSameIdAndANewTimeAndHoldsUpWhatIsBehindIt() throws SQLException {
        receiver.next(Action.status(500), Action.drop(), Action.hang());
        UUID endpoint = listen("batch.*");
        happen("batch.draft", "batch.submitted");

        tellAll(endpoint);
        tellAll(endpoint);
        assertThat(receiver.messages()).as("not before its time").hasSize(1);
        clock.advance(RETRY);
        tellAll(endpoint);
        clock.advance(Duration.ofMinutes(10));
        tellAll(endpoint);
        assertThat(look(endpoint).failure()).isEqualTo("TIMEOUT");
        assertThat(look(endpoint).failingSince()).isNotNull();
        clock.advance(Duration.ofHours(1));
        tellAll(endpoint);

        List<Message> came = receiver.messages();
        assertThat(came).extracting(Message::type).containsExactly(
                "batch.draft", "batch.draft", "batch.draft", "batch.draft", "batch.submitted");
        assertThat(came.subList(0, 4)).extracting(Message::id).containsOnly(came.get(0).id());
        assertThat(came.subList(0, 4)).extracting(Message::timestamp).doesNotHaveDuplicates();
        assertThat(look(endpoint).failure()).isNull();
        assertThat(look(endpoint).waitingBatches()).isZero();
    }

    @Test
    void anEventThatFailsHoldsUpItsOwnBatchAlone() throws SQLException {
        UUID other = UUID.randomUUID();
        receiver.always(message -> message.batch().equals(batch.toString()), Action.status(500));
        UUID endpoint = listen("batch.*");
        happen("batch.draft", "batch.submitted");
        rows.happen(other, clock.instant(), "batch.draft", "batch.submitted");

        tellAll(endpoint);

        assertThat(receiver.messages().stream().filter(message -> message.batch().equals(other.toString())))
                .extracting(Message::sequence)
                .containsExactly(1L, 2L);
        assertThat(look(endpoint).waitingBatches()).isEqualTo(1);
    }

    @Test
    void anEventWhoseMarkWasLostInACrashIsSentAgainWithTheSameId() throws SQLException {
        UUID endpoint = listen("batch.*");
        happen("batch.draft", "batch.submitted");
        Claim crashed = claim(endpoint).get(0);
        Event sent = POSTGRES.call(connection -> Cursors.next(connection, crashed))
                .orElseThrow();
        http.post(new Receiver(receiver.url(), List.of()), sent, clock.instant());

        tellAll(endpoint);
        assertThat(receiver.messages()).as("its claim still holds").hasSize(1);
        leasesRunOut();
        tellAll(endpoint);

        assertThat(receiver.messages()).extracting(Message::sequence).containsExactly(1L, 1L, 2L);
        assertThat(receiver.messages().get(1).id()).isEqualTo(receiver.messages().get(0).id());
    }

    @Test
    void whoHasLostTheClaimMarksNothing() throws SQLException {
        UUID endpoint = listen("batch.*");
        happen("batch.draft", "batch.submitted");
        Claim slow = claim(endpoint).get(0);
        Event event = POSTGRES.call(connection -> Cursors.next(connection, slow)).orElseThrow();
        leasesRunOut();
        tellAll(endpoint);

        assertThat(POSTGRES.<Boolean>call(connection -> Cursors.sent(connection, slow, event)))
                .isFalse();
        POSTGRES.run(connection -> Cursors.finish(connection, slow, clock.instant()));

        assertThat(POSTGRES.text("SELECT sent_seq FROM webhook_cursor WHERE endpoint_id = ?", endpoint))
                .isEqualTo("2");
    }

    @Test
    void oneThatIsGoneIsDisabledAtOnceWithEvidence() throws SQLException {
        receiver.next(Action.status(410));
        UUID endpoint = listen("batch.*");
        happen("batch.draft");

        tellAll(endpoint);
        clock.advance(Duration.ofDays(1));
        happen("batch.submitted");
        tellAll(endpoint);

        assertThat(receiver.messages()).hasSize(1);
        assertThat(look(endpoint).disabledReason()).isEqualTo(Endpoint.DisabledReason.GONE);
        assertThat(evidenceOf(endpoint)).containsExactly("WEBHOOK_DISABLED");
    }

    @Test
    void oneThatCannotBeToldForDaysIsDisabledAndGoesOnWhereItStoppedOnceItIsEnabled() throws SQLException {
        receiver.always(message -> true, Action.status(503));
        UUID endpoint = listen("batch.*");
        happen("batch.draft");
        for (int tries = 0; tries < 10; tries++) {
            assertThat(look(endpoint).status()).isEqualTo(Endpoint.Status.ENABLED);
            tellAll(endpoint);
            clock.advance(Duration.ofHours(30));
        }
        assertThat(look(endpoint).disabledReason()).isEqualTo(Endpoint.DisabledReason.GAVE_UP);
        assertThat(evidenceOf(endpoint)).containsExactly("WEBHOOK_DISABLED");
        happen("batch.submitted");
        tellAll(endpoint);
        assertThat(receiver.messages()).hasSize(10);

        receiver.always(message -> true, Action.status(200));
        POSTGRES.run(connection -> {
            Endpoints.enable(connection, endpoint);
            Cursors.retryAll(connection, endpoint, clock.instant());
        });
        tellAll(endpoint);

        assertThat(receiver.messages().subList(10, 12)).extracting(Message::sequence).containsExactly(1L, 2L);
    }

    @Test
    void isReplayedFromANumberInOneBatchAndFromATimeInAll() throws SQLException {
        UUID other = UUID.randomUUID();
        happen("batch.draft");
        clock.advance(Duration.ofHours(1));
        UUID endpoint = listen("batch.*");
        happen("batch.submitted", "batch.approved");
        rows.happen(other, clock.instant(), "batch.draft");
        tellAll(endpoint);
        List<Message> first = receiver.messages();
        assertThat(first).hasSize(3);

        assertThat(replay(endpoint, ReplayPoint.of(3), batch)).isEqualTo(new Replays.Result(1, 1));
        tellAll(endpoint);
        assertThat(came(3)).extracting(Message::type).containsExactly("batch.approved");
        assertThat(first).extracting(Message::id).contains(came(3).get(0).id());

        assertThat(replay(endpoint, ReplayPoint.of(clock.instant().toString()), null))
                .isEqualTo(new Replays.Result(2, 3));
        tellAll(endpoint);
        assertThat(came(4)).extracting(Message::id).containsExactlyInAnyOrderElementsOf(
                first.stream().map(Message::id).toList());

        assertThat(replay(endpoint, ReplayPoint.of(1), batch)).isEqualTo(new Replays.Result(1, 3));
        tellAll(endpoint);
        assertThat(came(7)).extracting(Message::sequence).containsExactly(1L, 2L, 3L);
        assertThat(replay(endpoint, ReplayPoint.of(4), batch)).isEqualTo(new Replays.Result(0, 0));
    }

    @Test
    void aReplayPassesNothingOverThatWasNotSentYet() throws SQLException {
        receiver.next(Action.status(500));
        UUID endpoint = listen("batch.*");
        happen("batch.draft", "batch.submitted", "batch.approved");
        tellAll(endpoint);

        replay(endpoint, ReplayPoint.of(3), batch);
        tellAll(endpoint);

        assertThat(came(1)).extracting(Message::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatWasRemovedByItsAgeIsPassedOver() throws SQLException {
        UUID endpoint = listen("batch.*");
        happen("batch.draft");
        POSTGRES.execute("DELETE FROM webhook_event WHERE batch_id = '" + batch + "'");
        tellAll(endpoint);
        assertThat(look(endpoint).waitingBatches()).isZero();

        happen("batch.submitted");
        tellAll(endpoint);

        assertThat(receiver.messages()).extracting(Message::sequence).containsExactly(2L);
    }

    @Test
    void bothSecretsSignUntilTheOverlapHasPassed() throws SQLException {
        UUID endpoint = listen("batch.*");
        Verifier before = new Verifier(Signature.show(
                POSTGRES.call(c -> Secrets.signing(c, EventRows.KEYS, endpoint, clock.instant())).get(0)));
        happen("batch.draft");
        tellAll(endpoint);
        Verifier after = new Verifier(Signature.show(POSTGRES.call(
                c -> Secrets.rotate(c, EventRows.KEYS, endpoint, Duration.ofHours(24), clock.instant()))));
        happen("batch.submitted");
        tellAll(endpoint);
        clock.advance(Duration.ofHours(24));
        happen("batch.approved");
        tellAll(endpoint);

        List<Message> came = receiver.messages();
        assertThat(came).extracting(before::accepts).containsExactly(true, true, false);
        assertThat(came).extracting(after::accepts).containsExactly(false, true, true);
    }

    private UUID listen(String... types) throws SQLException {
        return rows.endpoint(receiver.url(), clock.instant(), types);
    }

    private void happen(String... types) throws SQLException {
        rows.happen(batch, clock.instant(), types);
    }

    /** What came behind the first ones. */
    private List<Message> came(int behind) {
        List<Message> all = receiver.messages();
        return all.subList(behind, all.size());
    }

    private List<Claim> claim(UUID endpoint) throws SQLException {
        return POSTGRES.call(connection -> Cursors.claim(connection, endpoint, 10, clock.instant()));
    }

    private void tellAll(UUID endpoint) throws SQLException {
        Receiver to = POSTGRES.call(
                        connection -> Endpoints.receiver(connection, EventRows.KEYS, endpoint, clock.instant()))
                .orElse(null);
        if (to != null) {
            for (Claim claim : claim(endpoint)) {
                tell.run(claim, to, () -> false);
            }
        }
    }

    private void leasesRunOut() throws SQLException {
        POSTGRES.execute("UPDATE webhook_cursor SET claimed_until = now() - interval '1 second'");
    }

    private Replays.Result replay(UUID endpoint, ReplayPoint from, UUID of) throws SQLException {
        return POSTGRES.call(connection -> Replays.from(connection, endpoint, from, of, clock.instant()));
    }

    private Endpoint look(UUID endpoint) throws SQLException {
        return POSTGRES.call(connection -> Endpoints.find(connection, endpoint)).orElseThrow();
    }

    private static List<String> evidenceOf(UUID endpoint) throws SQLException {
        return POSTGRES.texts("SELECT action FROM evidence_entry WHERE subject = ?", "webhook:" + endpoint);
    }
}
