package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.delivery.DeliveryState.ACCEPTED;
import static org.tocsin.delivery.DeliveryState.CANCELLED;
import static org.tocsin.delivery.DeliveryState.DELIVERED;
import static org.tocsin.delivery.DeliveryState.DUE;
import static org.tocsin.delivery.DeliveryState.FAILED;
import static org.tocsin.delivery.DeliveryState.HELD;
import static org.tocsin.delivery.DeliveryState.NOT_NEEDED;
import static org.tocsin.delivery.DeliveryState.PLANNED;
import static org.tocsin.delivery.DeliveryState.SENDING;
import static org.tocsin.delivery.DeliveryState.UNDELIVERABLE;
import static org.tocsin.delivery.DeliveryState.UNKNOWN;

import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DeliveryStateTest {

    /** The contract, row by row, as docs/delivery-states.md has it. */
    private static final Map<DeliveryState, Set<DeliveryState>> CONTRACT = Map.ofEntries(
            Map.entry(PLANNED, Set.of(DUE, HELD, NOT_NEEDED, UNDELIVERABLE, CANCELLED)),
            Map.entry(DUE, Set.of(SENDING, HELD, NOT_NEEDED, UNDELIVERABLE, CANCELLED, ACCEPTED, DELIVERED, FAILED)),
            Map.entry(SENDING, Set.of(ACCEPTED, DELIVERED, FAILED, DUE, UNKNOWN, HELD, UNDELIVERABLE)),
            Map.entry(UNKNOWN, Set.of(ACCEPTED, DELIVERED, FAILED, DUE, HELD)),
            Map.entry(HELD, Set.of(DUE, NOT_NEEDED, UNDELIVERABLE, CANCELLED, ACCEPTED, DELIVERED, FAILED)),
            Map.entry(ACCEPTED, Set.of(DELIVERED, FAILED)),
            Map.entry(DELIVERED, Set.of(FAILED)),
            Map.entry(FAILED, Set.of(DELIVERED)),
            Map.entry(NOT_NEEDED, Set.of(DUE, HELD)),
            Map.entry(UNDELIVERABLE, Set.of()),
            Map.entry(CANCELLED, Set.of()));

    @Property
    void allowsExactlyTheContractsMoves(@ForAll DeliveryState from, @ForAll DeliveryState to) {
        assertThat(from.mayBecome(to)).isEqualTo(CONTRACT.get(from).contains(to));
    }

    @Test
    void anAcceptedDeliveryServesAndAFailedOneDoesNot() {
        assertThat(ACCEPTED.served()).isTrue();
        assertThat(FAILED.served()).isFalse();
        assertThat(UNKNOWN.open()).isTrue();
        assertThat(UNDELIVERABLE.open()).isFalse();
    }
}
