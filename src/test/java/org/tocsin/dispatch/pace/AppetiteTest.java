package org.tocsin.dispatch.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AppetiteTest {

    private static final int SENDERS = 20;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Appetite appetite = new Appetite(SENDERS, 0);

    @Test
    void aLaneThatHasJustStartedTakesLittle() {
        assertThat(appetite.perSender(1)).isEqualTo(Appetite.LEAST);
    }

    @Test
    void aSlowLaneTakesLittleAndAFastOneAsMuchAsItMay() {
        done(400);
        assertThat(appetite.perSender(SECOND)).isEqualTo(Appetite.LEAST);

        done(1_000);
        assertThat(appetite.perSender(2 * SECOND)).isEqualTo(5);

        done(7_000);
        assertThat(appetite.perSender(3 * SECOND)).isEqualTo(Appetite.MOST);
    }

    @Test
    void whatWasMeasuredHoldsUntilThereIsMoreToMeasure() {
        done(1_000);
        appetite.perSender(SECOND);
        done(9_000);

        assertThat(appetite.perSender(SECOND + SECOND / 10)).isEqualTo(5);
        assertThat(appetite.perSender()).isEqualTo(5);
    }

    private void done(int times) {
        for (int i = 0; i < times; i++) {
            appetite.done();
        }
    }
}
