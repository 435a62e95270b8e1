package org.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.channel.ChannelKind;

/** Where a claim begins to look: never for long behind something that another replica has put back. */
class QueueHeadsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant DUE = NOW.minusSeconds(60);
    private final UUID batch = new UUID(1, 1);
    private final QueueHeads heads = new QueueHeads();

    @Test
    void aQueueThatNobodyHasSeenIsLookedAtFromItsBeginning() {
        assertThat(heads.of(batch, ChannelKind.EMAIL, NOW)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void theNextClaimBeginsWhereTheLastOneEnded() {
        heads.claimed(batch, ChannelKind.EMAIL, Instant.EPOCH, DUE, NOW);
        assertThat(heads.of(batch, ChannelKind.EMAIL, NOW.plusSeconds(1))).isEqualTo(DUE);
        assertThat(heads.of(batch, ChannelKind.SMS, NOW.plusSeconds(1))).isEqualTo(Instant.EPOCH);
    }

    @Test
    void everyFewSecondsAQueueIsLookedAtFromItsBeginning() {
        heads.claimed(batch, ChannelKind.EMAIL, Instant.EPOCH, DUE, NOW);
        heads.claimed(batch, ChannelKind.EMAIL, DUE, DUE.plusSeconds(1), NOW.plusSeconds(4));
        assertThat(heads.of(batch, ChannelKind.EMAIL, NOW.plusSeconds(6))).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aClaimThatFoundLessThanItWantedForgetsTheHead() {
        heads.claimed(batch, ChannelKind.EMAIL, Instant.EPOCH, DUE, NOW);
        heads.claimed(batch, ChannelKind.EMAIL, DUE, null, NOW);
        assertThat(heads.of(batch, ChannelKind.EMAIL, NOW)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aClockThatWasSetBackHidesNothing() {
        heads.claimed(batch, ChannelKind.EMAIL, Instant.EPOCH, DUE, NOW);
        assertThat(heads.of(batch, ChannelKind.EMAIL, NOW.minusSeconds(3600))).isEqualTo(Instant.EPOCH);
    }

    @Test
    void theQueuesOfOtherBatchesAreForgotten() {
        heads.claimed(batch, ChannelKind.EMAIL, Instant.EPOCH, DUE, NOW);
        heads.keepOnly(Set.of());
        assertThat(heads.of(batch, ChannelKind.EMAIL, NOW)).isEqualTo(Instant.EPOCH);
    }
}
