package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.ReceiptMoves.News;
import org.tocsin.delivery.ReceiptMoves.Result;
import org.tocsin.platform.database.Transactions;
import org.tocsin.testing.MigratedDatabase;

/** Receipts move deliveries in a real PostgreSQL. */
class ReceiptMovesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final String FIRST_SID = "SM1";
    private static final String SECOND_SID = "SM2";

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final UUID worker = UUID.randomUUID();
    private final UUID batch = UUID.randomUUID();

    @BeforeEach
    void openTheGate() throws SQLException {
        run(connection -> Gates.open(connection, batch, "tester", NOW));
        run(connection -> Gates.open(connection, Gates.EVERYTHING, "tester", NOW));
        run(connection -> Replicas.beat(connection, worker, new Lease(Duration.ofSeconds(3), Duration.ofSeconds(30))));
    }

    @Test
    void anUnknownIsResolvedByTheNewsThatItWasTaken() throws SQLException {
        Claimed claimed = sent("UNKNOWN", null);

        assertThat(apply(news(claimed, FIRST_SID, ReceiptMeaning.TAKEN))).isEqualTo(Result.APPLIED);

        assertDelivery("ACCEPTED", "RECEIPT", FIRST_SID);
        assertThat(text("SELECT due_at FROM delivery WHERE batch_id = ?")).isNull();
        assertThat(outcome()).isEqualTo("REACHED unconfirmed");
        assertThat(text("SELECT a.result FROM attempt a JOIN delivery d ON d.id = a.delivery_id WHERE d.batch_id = ?"))
                .isEqualTo("UNKNOWN");
    }

    @Test
    void anArrivalConfirmsThePerson() throws SQLException {
        Claimed claimed = sent("ACCEPTED", FIRST_SID);

        apply(news(claimed, FIRST_SID, ReceiptMeaning.ARRIVED));

        assertDelivery("DELIVERED", "RECEIPT", FIRST_SID);
        assertThat(outcome()).isEqualTo("REACHED confirmed");
    }

    @Test
    void aLossLeavesThePersonUnreachedAndTheEpochAsItWas() throws SQLException {
        Claimed claimed = sent("ACCEPTED", FIRST_SID);

        apply(news(claimed, FIRST_SID, ReceiptMeaning.LOST));

        assertDelivery("FAILED", "ADDRESS_DEAD", FIRST_SID);
        assertThat(outcome()).isEqualTo("UNREACHED unconfirmed");
        assertThat(text("SELECT epoch FROM delivery WHERE batch_id = ?")).isEqualTo("1");
    }

    @Test
    void aLateArrivalTakesBackTheFailure() throws SQLException {
        Claimed claimed = sent("ACCEPTED", FIRST_SID);

        apply(news(claimed, FIRST_SID, ReceiptMeaning.LOST));
        apply(news(claimed, FIRST_SID, ReceiptMeaning.ARRIVED));
        apply(news(claimed, FIRST_SID, ReceiptMeaning.LOST));
        apply(news(claimed, FIRST_SID, ReceiptMeaning.TAKEN));

        assertDelivery("DELIVERED", "RECEIPT", FIRST_SID);
        assertThat(outcome()).isEqualTo("REACHED confirmed");
    }

    @Test
    void whatOvertookOurOwnCommitWaitsForIt() throws SQLException {
        Claimed claimed = begun();
        News arrived = news(claimed, FIRST_SID, ReceiptMeaning.ARRIVED);

        assertThat(apply(arrived)).isEqualTo(Result.WAITS);
        assertThat(text("SELECT state FROM delivery WHERE batch_id = ?")).isEqualTo("SENDING");
        end(claimed, "ACCEPTED", FIRST_SID);
        assertThat(apply(arrived)).isEqualTo(Result.APPLIED);

        assertDelivery("DELIVERED", "RECEIPT", FIRST_SID);
    }

    @Test
    void theSendersLateAnswerDoesNotTakeBackAReceipt() throws SQLException {
        Claimed claimed = sent("UNKNOWN", null);
        apply(news(claimed, FIRST_SID, ReceiptMeaning.ARRIVED));

        end(claimed, "ACCEPTED", FIRST_SID);

        assertDelivery("DELIVERED", "RECEIPT", FIRST_SID);
    }

    @Test
    void anHourLateItStillTakesTheQuestionFromThePerson() throws SQLException {
        Claimed claimed = sent("UNKNOWN", null);
        reconciled(claimed, DeliveryState.HELD, "MAY_HAVE_LEFT");

        apply(news(claimed, FIRST_SID, ReceiptMeaning.ARRIVED));

        assertDelivery("DELIVERED", "RECEIPT", FIRST_SID);
        assertThat(outcome()).isEqualTo("REACHED confirmed");
    }

    @Test
    void aTextThatWasTakenAfterAllIsNotSentAgain() throws SQLException {
        Claimed claimed = sent("UNKNOWN", null);
        reconciled(claimed, DeliveryState.DUE, "NOT_AT_PROVIDER");

        apply(news(claimed, FIRST_SID, ReceiptMeaning.TAKEN));

        assertDelivery("ACCEPTED", "RECEIPT", FIRST_SID);
        List<Claimed> again = Transactions.run(
                POSTGRES.database(), connection -> Claims.take(connection, worker, batch, ChannelKind.SMS, 1, LATER));
        assertThat(again).isEmpty();
    }

    @Test
    void aLossOfTheFirstMessageSaysNothingOfTheSecond() throws SQLException {
        Claimed first = sent("UNKNOWN", null);
        Claimed second = sentAgain(first, "ACCEPTED", SECOND_SID);

        assertThat(apply(news(first, FIRST_SID, ReceiptMeaning.LOST))).isEqualTo(Result.APPLIED);
        assertDelivery("ACCEPTED", null, SECOND_SID);

        apply(news(second, SECOND_SID, ReceiptMeaning.LOST));
        assertDelivery("FAILED", "ADDRESS_DEAD", SECOND_SID);
    }

    @Test
    void anArrivalOfTheFirstMessageServesWhateverBecameOfTheSecond() throws SQLException {
        Claimed first = sent("UNKNOWN", null);
        sentAgain(first, "REFUSED", null);
        assertDelivery("FAILED", null, null);

        apply(news(first, FIRST_SID, ReceiptMeaning.ARRIVED));

        assertDelivery("DELIVERED", "RECEIPT", FIRST_SID);
    }

    @Test
    void withoutTheAttemptTheProvidersIdTellsWhoseItIs() throws SQLException {
        Claimed first = sent("UNKNOWN", null);
        sentAgain(first, "ACCEPTED", SECOND_SID);

        apply(unnumbered(first, FIRST_SID, ReceiptMeaning.LOST));
        assertDelivery("ACCEPTED", null, SECOND_SID);

        apply(unnumbered(first, SECOND_SID, ReceiptMeaning.LOST));
        assertDelivery("FAILED", "ADDRESS_DEAD", SECOND_SID);
    }

    @Test
    void aLossOpensTheNextChannelThatStillWaits() throws SQLException {
        plan("SMS", "EMAIL");
        Claimed claimed = begin();
        end(claimed, "UNKNOWN", null);

        apply(news(claimed, FIRST_SID, ReceiptMeaning.LOST));

        assertThat(text("SELECT string_agg(state, ' ' ORDER BY rank) FROM delivery WHERE batch_id = ?"))
                .isEqualTo("FAILED DUE");
        assertThat(outcome()).isEqualTo("OUTSTANDING unconfirmed");
    }

    @Test
    void aDeliveryThatNobodyKnowsIsSaidToBeNone() throws SQLException {
        News news = new News(UUID.randomUUID(), 1, FIRST_SID, ReceiptMeaning.ARRIVED, null);

        assertThat(apply(news)).isEqualTo(Result.NO_DELIVERY);
    }

    private Claimed begun() throws SQLException {
        plan("SMS");
        return begin();
    }

    private Claimed sent(String result, String providerId) throws SQLException {
        Claimed claimed = begun();
        end(claimed, result, providerId);
        return claimed;
    }

    private Claimed sentAgain(Claimed first, String result, String providerId) throws SQLException {
        reconciled(first, DeliveryState.DUE, "NOT_AT_PROVIDER");
        Claimed second = begin();
        assertThat(second.attempt()).isEqualTo(2);
        end(second, result, providerId);
        return second;
    }

    private void reconciled(Claimed claimed, DeliveryState next, String reason) throws SQLException {
        Uncertain uncertain = Transactions.run(
                        POSTGRES.database(), connection -> Uncertain.take(connection, 100, Duration.ofMinutes(1), NOW))
                .stream()
                .filter(one -> one.deliveryId().equals(claimed.deliveryId()))
                .findFirst()
                .orElseThrow();
        run(connection -> uncertain.settle(connection, next, reason, null, false, NOW));
    }

    private void plan(String... channels) throws SQLException {
        run(connection -> {
            PlannedNotices.prepare(connection);
            try (Statement statement = connection.createStatement()) {
                for (int i = 0; i < channels.length; i++) {
                    statement.execute("INSERT INTO planned VALUES (1, 'C-1', 'en', 'US', '" + channels[i] + "', "
                            + (i + 1) + ", '00000000-0000-0000-0000-000000000000')");
                }
            }
            PlannedNotices.adopt(connection, batch, UUID.randomUUID(), UUID.randomUUID(), NOW);
            BatchDeliveries.release(connection, batch, 1, 2, NOW.plus(Duration.ofHours(72)), NOW);
        });
    }

    private Claimed begin() throws SQLException {
        return Transactions.run(POSTGRES.database(), connection -> {
            Claimed claimed = Claims.take(connection, worker, batch, ChannelKind.SMS, 1, NOW)
                    .get(0);
            Intent intent = new Intent(claimed.deliveryId(), claimed.epoch(), claimed.attempt(), "hash");
            assertThat(Intents.begin(connection, worker, List.of(intent), NOW)).hasSize(1);
            return claimed;
        });
    }

    private void end(Claimed claimed, String result, String providerId) throws SQLException {
        AttemptEnd end = new AttemptEnd(NOW, NOW, "ANSWERED", result, null, "201", null, "main", providerId, "hash");
        DeliveryState next = result.equals("REFUSED") ? DeliveryState.FAILED : DeliveryState.valueOf(result);
        Outcome outcome = new Outcome(
                claimed.deliveryId(),
                claimed.noticeId(),
                claimed.epoch(),
                claimed.attempt(),
                next,
                next == DeliveryState.UNKNOWN ? NOW : null,
                null,
                false,
                end);
        run(connection -> Outcomes.record(connection, worker, List.of(outcome), new AttemptPage(), NOW));
    }

    private static News news(Claimed claimed, String providerId, ReceiptMeaning meaning) {
        return new News(claimed.deliveryId(), claimed.attempt(), providerId, meaning, failure(meaning));
    }

    private static News unnumbered(Claimed claimed, String providerId, ReceiptMeaning meaning) {
        return new News(claimed.deliveryId(), null, providerId, meaning, failure(meaning));
    }

    private static String failure(ReceiptMeaning meaning) {
        return meaning == ReceiptMeaning.LOST ? "ADDRESS_DEAD" : null;
    }

    private static Result apply(News news) throws SQLException {
        return Transactions.run(POSTGRES.database(), connection -> ReceiptMoves.apply(connection, news, LATER));
    }

    private void assertDelivery(String state, String reason, String providerId) throws SQLException {
        assertThat(text("SELECT concat_ws(' ', state, reason, provider_id) FROM delivery WHERE batch_id = ?"))
                .isEqualTo(String.join(
                        " ",
                        Stream.of(state, reason, providerId)
                                .filter(Objects::nonNull)
                                .toList()));
        Transactions.execute(POSTGRES.database(), connection -> assertThat(Tally.read(connection, batch))
                .isEqualTo(Tally.recount(connection, batch)));
    }

    private String outcome() throws SQLException {
        return text("SELECT outcome || CASE WHEN confirmed THEN ' confirmed' ELSE ' unconfirmed' END FROM notice"
                + " WHERE batch_id = ?");
    }

    private String text(String sql) throws SQLException {
        return Transactions.run(POSTGRES.database(), connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, batch);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            }
        });
    }

    private static void run(Transactions.Action work) throws SQLException {
        Transactions.execute(POSTGRES.database(), work);
    }
}
