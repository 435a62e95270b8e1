package org.tocsin.delivery.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.feedback.ReceiptRule.Step;

/** Receipts come in any order and any number of times; the end is always that of each once, in their order. */
public class ReceiptRuleTest {

    /** A receipt, of the last message or of one before. */
    record Came(ReceiptMeaning meaning, boolean ofLast) {}

    private static final Comparator<Came> TEXT_ORDER = Comparator.comparing(Came::meaning);

    /** "Delivered" is the next server's word: a bounce comes after it. */
    private static final Comparator<Came> EMAIL_ORDER = Comparator.comparing(
                    (Came came) -> came.meaning() == ReceiptMeaning.LOST)
            .thenComparing(Came::meaning);

    /** A delivery as receipts and its sender's outcome find it; what cannot be applied yet waits. */
    private static final class Life {
        private final boolean email;
        private DeliveryState state;
        private final List<Came> waiting = new ArrayList<>();

        Life(boolean email, DeliveryState state) {
            this.email = email;
            this.state = state;
        }

        void comes(Came receipt) {
            switch (step(receipt)) {
                case MOVE -> {
                    assertThat(state.mayBecome(receipt.meaning().state())).isTrue();
                    state = receipt.meaning().state();
                }
                case WAIT -> waiting.add(receipt);
                case STAY -> {}
            }
        }

        private Step step(Came receipt) {
            return email
                    ? ReceiptRule.ofEmail(state, receipt.meaning())
                    : ReceiptRule.of(state, receipt.meaning(), receipt.ofLast());
        }

        void sent(DeliveryState outcome) {
            if (state == DeliveryState.SENDING) {
                state = outcome;
            }
            List<Came> again = List.copyOf(waiting);
            waiting.clear();
            again.forEach(this::comes);
        }
    }

    @Property
    void theOrderAndTheNumberOfReceiptsDoNotMatter(
            @ForAll boolean email,
            @ForAll("outcomes") DeliveryState outcome,
            @ForAll("receipts") List<Came> receipts,
            @ForAll Random chance) {
        Life asItHappened = new Life(email, DeliveryState.SENDING);
        int outcomeAfter = chance.nextInt(receipts.size() + 1);
        for (int i = 0; i <= receipts.size(); i++) {
            if (i == outcomeAfter) {
                asItHappened.sent(outcome);
            }
            if (i < receipts.size()) {
                asItHappened.comes(receipts.get(i));
            }
        }

        Life inOrder = new Life(email, DeliveryState.SENDING);
        inOrder.sent(outcome);
        new LinkedHashSet<>(receipts)
                .stream().sorted(email ? EMAIL_ORDER : TEXT_ORDER).forEach(inOrder::comes);

        assertThat(asItHappened.state).isEqualTo(inOrder.state);
        assertThat(asItHappened.waiting).isEmpty();
    }

    @Property
    void anArrivalIsTheLastWord(@ForAll("outcomes") DeliveryState outcome, @ForAll("receipts") List<Came> receipts) {
        Life life = new Life(false, outcome);
        receipts.forEach(life::comes);

        boolean arrived = receipts.stream().anyMatch(receipt -> receipt.meaning() == ReceiptMeaning.ARRIVED);
        assertThat(life.state == DeliveryState.DELIVERED).isEqualTo(arrived);
    }

    @Property
    void ofAnEmailABounceIsTheLastWordInAnyOrder(@ForAll("meanings") List<ReceiptMeaning> meanings) {
        DeliveryState state = DeliveryState.ACCEPTED;
        for (ReceiptMeaning meaning : meanings) {
            if (ReceiptRule.ofEmail(state, meaning) == Step.MOVE) {
                assertThat(state.mayBecome(meaning.state())).isTrue();
                state = meaning.state();
            }
        }

        DeliveryState expected = meanings.contains(ReceiptMeaning.LOST)
                ? DeliveryState.FAILED
                : meanings.contains(ReceiptMeaning.ARRIVED) ? DeliveryState.DELIVERED : DeliveryState.ACCEPTED;
        assertThat(state).isEqualTo(expected);
    }

    @Example
    void whatIsBeingSentIsLeftToItsSender() {
        for (ReceiptMeaning meaning : ReceiptMeaning.values()) {
            assertThat(ReceiptRule.of(DeliveryState.SENDING, meaning, true)).isEqualTo(Step.WAIT);
            assertThat(ReceiptRule.of(DeliveryState.SENDING, meaning, false)).isEqualTo(Step.WAIT);
        }
    }

    @Example
    void anEarlierMessageCountsOnlyWhenItArrived() {
        assertThat(ReceiptRule.of(DeliveryState.ACCEPTED, ReceiptMeaning.LOST, false))
                .isEqualTo(Step.STAY);
        assertThat(ReceiptRule.of(DeliveryState.UNKNOWN, ReceiptMeaning.TAKEN, false))
                .isEqualTo(Step.STAY);
        assertThat(ReceiptRule.of(DeliveryState.FAILED, ReceiptMeaning.ARRIVED, false))
                .isEqualTo(Step.MOVE);
    }

    @Example
    void whatAPersonHasDecidedStays() {
        for (ReceiptMeaning meaning : ReceiptMeaning.values()) {
            assertThat(ReceiptRule.of(DeliveryState.CANCELLED, meaning, true)).isEqualTo(Step.STAY);
        }
    }

    @Provide
    Arbitrary<DeliveryState> outcomes() {
        return Arbitraries.of(
                DeliveryState.ACCEPTED,
                DeliveryState.UNKNOWN,
                DeliveryState.FAILED,
                DeliveryState.HELD,
                DeliveryState.DUE);
    }

    @Provide
    Arbitrary<List<ReceiptMeaning>> meanings() {
        return Arbitraries.of(ReceiptMeaning.class).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Came>> receipts() {
        return Combinators.combine(Arbitraries.of(ReceiptMeaning.class), Arbitraries.of(true, false))
                .as(Came::new)
                .list()
                .ofMaxSize(8);
    }
}
