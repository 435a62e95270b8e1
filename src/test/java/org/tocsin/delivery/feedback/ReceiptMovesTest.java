package org.tocsin.delivery.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
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
import org.tocsin.delivery.AttemptEnd;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.Claims;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.delivery.Uncertain;
import org.tocsin.delivery.feedback.ReceiptMoves.News;
import org.tocsin.delivery.feedback.ReceiptMoves.Result;
import org.tocsin.testing.MigratedDatabase;

/** Receipts move deliveries in a real PostgreSQL. */
class ReceiptMovesTest {

    private static final Instant NOW = QueuedBatch.NOW;
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final String FIRST_SID = "SM1";
    private static final String SECOND_SID = "SM2";

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final QueuedBatch queue = new QueuedBatch(POSTGRES);
    private final UUID worker = queue.worker();
    private final UUID batch = queue.id();

    @BeforeEach
    void openTheGate() throws SQLException {
        queue.open();
    }

    @Test
    void anUnknownIsResolvedByTheNewsThatItWasTaken() throws SQLException {
        Claimed claimed = sent("UNKNOWN", null);

        assertThat(apply(news(claimed, FIRST_SID, ReceiptMeaning.TAKEN))).isEqualTo(Result.APPLIED);

        assertDelivery("ACCEPTED", "RECEIPT", FIRST_SID);
        assertThat(POSTGRES.text("SELECT due_at FROM delivery WHERE batch_id = ?", batch))
                .isNull();
        assertThat(outcome()).isEqualTo("REACHED unconfirmed");
        assertThat(POSTGRES.text(
                        "SELECT a.result FROM attempt a JOIN delivery d ON d.id = a.delivery_id WHERE d.batch_id = ?",
                        batch))
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
        assertThat(POSTGRES.text("SELECT epoch FROM delivery WHERE batch_id = ?", batch))
                .isEqualTo("1");
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
        assertThat(POSTGRES.text("SELECT state FROM delivery WHERE batch_id = ?", batch))
                .isEqualTo("SENDING");
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
        List<Claimed> again =
                POSTGRES.call(connection -> Claims.take(connection, worker, batch, ChannelKind.SMS, 1, LATER));
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
        queue.planAndRelease(1, "SMS", "EMAIL");
        Claimed claimed = begin();
        end(claimed, "UNKNOWN", null);

        apply(news(claimed, FIRST_SID, ReceiptMeaning.LOST));

        assertThat(POSTGRES.text("SELECT string_agg(state, ' ' ORDER BY rank) FROM delivery WHERE batch_id = ?", batch))
                .isEqualTo("FAILED DUE");
        assertThat(outcome()).isEqualTo("OUTSTANDING unconfirmed");
    }

    @Test
    void aDeliveryThatNobodyKnowsIsSaidToBeNone() throws SQLException {
        News news = new News(UUID.randomUUID(), 1, FIRST_SID, ReceiptMeaning.ARRIVED, null);

        assertThat(apply(news)).isEqualTo(Result.NO_DELIVERY);
    }

    private Claimed begun() throws SQLException {
        queue.planAndRelease(1, "SMS");
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
        Uncertain uncertain =
                POSTGRES.call(connection -> Uncertain.take(connection, 100, Duration.ofMinutes(1), NOW)).stream()
                        .filter(one -> one.deliveryId().equals(claimed.deliveryId()))
                        .findFirst()
                        .orElseThrow();
        POSTGRES.run(connection -> uncertain.settle(connection, next, reason, null, false, NOW));
    }

    private Claimed begin() throws SQLException {
        Claimed claimed = queue.claim(ChannelKind.SMS, 1).get(0);
        assertThat(queue.intend(claimed)).isTrue();
        return claimed;
    }

    private void end(Claimed claimed, String result, String providerId) throws SQLException {
        AttemptEnd end = new AttemptEnd(NOW, NOW, "ANSWERED", result, null, "201", null, "main", providerId, "hash");
        DeliveryState next = result.equals("REFUSED") ? DeliveryState.FAILED : DeliveryState.valueOf(result);
        queue.settle(QueuedBatch.outcome(claimed, next, end));
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
        return POSTGRES.call(connection -> ReceiptMoves.apply(connection, news, LATER));
    }

    private void assertDelivery(String state, String reason, String providerId) throws SQLException {
        assertThat(POSTGRES.text(
                        "SELECT concat_ws(' ', state, reason, provider_id) FROM delivery WHERE batch_id = ?", batch))
                .isEqualTo(String.join(
                        " ",
                        Stream.of(state, reason, providerId)
                                .filter(Objects::nonNull)
                                .toList()));
        queue.countersThatAddUp();
    }

    private String outcome() throws SQLException {
        return POSTGRES.text(
                "SELECT outcome || CASE WHEN confirmed THEN ' confirmed' ELSE ' unconfirmed' END FROM notice"
                        + " WHERE batch_id = ?",
                batch);
    }
}
