package org.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendingGapTest {

    private static final Instant MOMENT = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void isTheLongestSilenceAfterTheMoment() {
        // Ten seconds of silence before the moment do not count.
        SendingGap gap = SendingGap.after(MOMENT, seconds(25, -12, -2, 1, 2, 20, 21));
        assertThat(gap).isEqualTo(new SendingGap(Duration.ofSeconds(2), Duration.ofSeconds(20)));
    }

    @Test
    void sendingThatStoppedAtOnceStoppedAfterNothing() {
        SendingGap gap = SendingGap.after(MOMENT, seconds(-2, -1, 8, 9));
        assertThat(gap).isEqualTo(new SendingGap(Duration.ZERO, Duration.ofSeconds(8)));
    }

    @Test
    void sendingThatNeverResumedHasNoGap() {
        List<Instant> messages = seconds(-2, -1);
        assertThatThrownBy(() -> SendingGap.after(MOMENT, messages)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Instant> seconds(int... offsets) {
        return Arrays.stream(offsets).mapToObj(MOMENT::plusSeconds).toList();
    }
}
