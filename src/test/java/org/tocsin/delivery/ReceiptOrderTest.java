package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.feedback.ReceiptMeaning;
import org.tocsin.delivery.feedback.ReceiptMoves;
import org.tocsin.delivery.feedback.ReceiptRuleTest;
import org.tocsin.testing.MigratedDatabase;

/**
 * Receipts in any order and number end as each of them once, in order: a person's deliveries, outcome and counters in a real
 * PostgreSQL. The rule alone is {@link ReceiptRuleTest}'s.
 */
class ReceiptOrderTest {

    private static final int TRIES = 25;

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    /**
     * What happens to one person.
     *
     * @param first the channel that is tried first
     * @param confirms whether the batch names a time to confirm in
     * @param answer what the sender says
     * @param answeredAfter so many receipts
     */
    record History(
            ChannelKind first,
            boolean confirms,
            DeliveryState answer,
            int answeredAfter,
            List<ReceiptMeaning> receipts) {

        History inOrder() {
            Comparator<ReceiptMeaning> order = first == ChannelKind.SMS
                    ? Comparator.naturalOrder()
                    : Comparator.comparing(meaning -> meaning == ReceiptMeaning.LOST);
            return new History(
                    first,
                    confirms,
                    answer,
                    0,
                    receipts.stream()
                            .distinct()
                            .sorted(order.thenComparing(Comparator.naturalOrder()))
                            .toList());
        }
    }

    @Test
    void theOrderAndTheNumberOfReceiptsDoNotMatter() {
        JqwikSession.run("2026", () -> {
            Arbitrary<History> histories = histories();
            for (int i = 0; i < TRIES; i++) {
                History history = histories.sample();
                assertThat(play(history)).as(history.toString()).isEqualTo(play(history.inOrder()));
            }
        });
    }

    @Test
    void norDoesItWhichOfTwoConnectionsIsFaster() throws Exception {
        QueuedBatch queue = new QueuedBatch(POSTGRES).open();
        queue.planAndRelease(20, "SMS", "EMAIL");
        List<Callable<ReceiptMoves.Result>> receipts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Claimed text = queue.accepted(ChannelKind.SMS, QueuedBatch.NOW);
            for (ReceiptMeaning meaning : ReceiptMeaning.values()) {
                receipts.add(() -> queue.comes(meaning, text, QueuedBatch.NOW));
            }
        }
        ExecutorService connections = Executors.newFixedThreadPool(4);
        for (Future<ReceiptMoves.Result> applied : connections.invokeAll(receipts)) {
            assertThat(applied.get()).isEqualTo(ReceiptMoves.Result.APPLIED);
        }
        connections.shutdown();

        assertThat(queue.standing()).hasSize(20).containsOnly("DELIVERED NOT_NEEDED: REACHED confirmed");
        assertThat(queue.countersThatAddUp().underWay()).isFalse();
    }

    private static List<String> play(History history) throws SQLException {
        QueuedBatch queue = new QueuedBatch(POSTGRES).open();
        ChannelKind next = history.first() == ChannelKind.SMS ? ChannelKind.EMAIL : ChannelKind.SMS;
        queue.planAndRelease(
                1,
                history.confirms() ? Duration.ofHours(24) : null,
                history.first().name(),
                next.name());
        Claimed claimed = queue.claim(history.first(), 1).get(0);
        assertThat(queue.intend(claimed)).isTrue();
        List<ReceiptMeaning> waiting = new ArrayList<>();
        for (int i = 0; i <= history.receipts().size(); i++) {
            if (i == history.answeredAfter()) {
                queue.settle(QueuedBatch.outcome(claimed, history.answer(), QueuedBatch.answered(result(history))));
                for (ReceiptMeaning waited : waiting) {
                    assertThat(queue.comes(waited, claimed, QueuedBatch.NOW)).isEqualTo(ReceiptMoves.Result.APPLIED);
                }
            }
            if (i < history.receipts().size()) {
                ReceiptMeaning receipt = history.receipts().get(i);
                if (queue.comes(receipt, claimed, QueuedBatch.NOW) == ReceiptMoves.Result.WAITS) {
                    waiting.add(receipt);
                }
            }
        }
        queue.countersThatAddUp();
        return queue.standing();
    }

    private static String result(History history) {
        return switch (history.answer()) {
            case FAILED -> "REFUSED";
            case DUE -> "TRY_LATER";
            default -> history.answer().name();
        };
    }

    private static Arbitrary<History> histories() {
        Arbitrary<List<ReceiptMeaning>> receipts =
                Arbitraries.of(ReceiptMeaning.class).list().ofMinSize(1).ofMaxSize(6);
        return receipts.flatMap(list -> Combinators.combine(
                        Arbitraries.of(ChannelKind.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(
                                DeliveryState.ACCEPTED, DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.DUE),
                        Arbitraries.integers().between(0, list.size()))
                .as((first, confirms, answer, after) -> new History(first, confirms, answer, after, list)));
    }
}
