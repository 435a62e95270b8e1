package org.tocsin.dispatch.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** How slowly a recipient domain is written to: longer gaps with every complaint, shorter ones with every quiet minute. */
class DomainGapTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final DomainGap FREE = new DomainGap(Duration.ZERO, Duration.ZERO, null);

    @Test
    void aDomainThatNeverComplainedIsFree() {
        assertThat(FREE.over(NOW)).isTrue();
    }

    @Test
    void theComplaintsOfOneBurstCountOnce() {
        DomainGap first = FREE.afterComplaint(NOW);
        assertThat(first.at(NOW)).isEqualTo(DomainGap.FIRST);
        assertThat(first.afterComplaint(NOW.plusSeconds(1))).isEqualTo(first);
    }

    @Test
    void aComplaintAboutTheNewPaceDoublesTheGap() {
        DomainGap slow = new DomainGap(Duration.ZERO, Duration.ofSeconds(4), NOW.minusSeconds(60));
        assertThat(slow.at(NOW)).isEqualTo(Duration.ofSeconds(2));
        assertThat(slow.afterComplaint(NOW).at(NOW)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void whatTheOperatorWantsIsNeverForgotten() {
        DomainGap configured = new DomainGap(Duration.ofSeconds(3), Duration.ofSeconds(40), NOW);
        assertThat(configured.at(NOW.plus(Duration.ofDays(1)))).isEqualTo(Duration.ofSeconds(3));
        assertThat(configured.over(NOW.plus(Duration.ofDays(1)))).isFalse();
    }

    @Property
    void everyDomainRecoversByItself(@ForAll @IntRange(min = 1, max = 40) int complaints) {
        DomainGap gap = FREE;
        Instant at = NOW;
        for (int i = 0; i < complaints; i++) {
            at = at.plusSeconds(3);
            gap = gap.afterComplaint(at);
            assertThat(gap.at(at)).isLessThanOrEqualTo(DomainGap.LONGEST);
        }
        assertThat(gap.over(at.plus(Duration.ofMinutes(15)))).isTrue();
    }

    @Property
    void aGapNeverGrowsByItself(@ForAll @LongRange(max = 900) long earlier, @ForAll @LongRange(max = 900) long later) {
        DomainGap gap = new DomainGap(Duration.ZERO, Duration.ofSeconds(30), NOW);
        Instant first = NOW.plusSeconds(Math.min(earlier, later));
        Instant second = NOW.plusSeconds(Math.max(earlier, later));
        assertThat(gap.at(second)).isLessThanOrEqualTo(gap.at(first));
    }
}
