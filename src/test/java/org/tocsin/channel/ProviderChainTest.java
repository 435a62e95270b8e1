package org.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.testing.TestConfig;

/** Breakers, bulkheads and the order of providers. */
@Timeout(30)
class ProviderChainTest {

    private static final SendResult ACCEPTED = SendResult.accepted("any", "250", null, null);

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Scripted first = new Scripted("first");
    private final Scripted second = new Scripted("second");

    @Test
    void theFirstProviderServesWhileItWorks() {
        ProviderChain chain = chain("PT1H", first, second);

        assertThat(send(chain)).isEqualTo(ACCEPTED);
        assertThat(first.calls).hasValue(1);
        assertThat(second.calls).hasValue(0);
        assertThat(chain.concurrency()).isEqualTo(2);
    }

    @Test
    void aFailureIsToldAndNeverRepeatedElsewhere() {
        ProviderChain chain = chain("PT1H", first, second);
        first.result = down("first");

        assertThat(send(chain)).isEqualTo(down("first"));
        assertThat(first.calls).hasValue(1);
        assertThat(second.calls).hasValue(0);
    }

    @Test
    void theNextTakesOverWhenTheBreakerOpens() {
        ProviderChain chain = chain("PT1H", first, second);
        first.result = down("first");

        sendTimes(chain, 4);
        assertThat(breaker("first")).isEqualTo(2);

        assertThat(send(chain)).isEqualTo(ACCEPTED);
        assertThat(first.calls).as("not asked again").hasValue(4);
        assertThat(breaker("second")).isZero();
    }

    @Test
    void whileTheFirstIsDueForATrialTheSecondTakesAllItCan() {
        ProviderChain chain = chain("PT0S", first, second);
        first.result = down("first");
        sendTimes(chain, 4);

        assertThat(chain.readiness()).isEqualTo(new Readiness(2, "second", OptionalDouble.of(5)));
    }

    @Test
    void whenNoneIsSoundOneMessageIsTried() {
        ProviderChain chain = chain("PT0S", first);
        first.result = down("first");
        sendTimes(chain, 4);

        assertThat(chain.readiness()).isEqualTo(new Readiness(1, "first", OptionalDouble.of(5)));
    }

    @Test
    void whenAllAreDownNothingIsAskedFor() {
        ProviderChain chain = chain("PT1H", first);
        first.result = down("first");
        sendTimes(chain, 4);

        assertThat(chain.readiness()).isEqualTo(Readiness.NONE);
    }

    @Test
    void lostAnswersOpenTheBreakerToo() {
        ProviderChain chain = chain("PT1H", first, second);
        first.result = new SendResult(
                Verdict.UNKNOWN, SendStage.FINAL_DOT, FailureClass.AMBIGUOUS, "first", null, null, null, null);

        sendTimes(chain, 4);

        assertThat(breaker("first")).isEqualTo(2);
    }

    @Test
    void refusalsAreNoReasonToOpenIt() {
        ProviderChain chain = chain("PT1H", first);
        first.result = new SendResult(
                Verdict.REFUSED, SendStage.RCPT_TO, FailureClass.ADDRESS_DEAD, "first", "550", null, null, null);

        sendTimes(chain, 20);

        assertThat(first.calls).hasValue(20);
        assertThat(breaker("first")).isZero();
    }

    @Test
    void withEveryBreakerOpenNothingIsSentAndNothingBurnt() {
        ProviderChain chain = chain("PT1H", first);
        first.result = down("first");
        sendTimes(chain, 4);

        SendResult result = send(chain);

        assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
        assertThat(result.stage()).isEqualTo(SendStage.NOT_STARTED);
        assertThat(result.failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
        assertThat(result.burnsAttempt()).isFalse();
        assertThat(first.calls).hasValue(4);
    }

    @Test
    void aBreakerThatLetsATrialThroughClosesWhenItGoesWell() {
        ProviderChain chain = chain("PT0S", first);
        first.result = down("first");
        sendTimes(chain, 4);
        await().until(() -> breaker("first") == 1);

        first.result = ACCEPTED;

        assertThat(send(chain)).isEqualTo(ACCEPTED);
        assertThat(breaker("first")).isZero();
    }

    @Test
    void moreThanAProviderTakesAtOnceWaitsForItsTurn() throws Exception {
        ProviderChain chain = chain("PT1H", first, second);
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(2);
        first.during = () -> {
            inside.countDown();
            leave.await();
        };
        List<CompletableFuture<SendResult>> busy = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            busy.add(CompletableFuture.supplyAsync(() -> send(chain), task -> new Thread(task).start()));
        }
        inside.await();

        SendResult result = send(chain);

        leave.countDown();
        assertThat(result.failureClass()).isEqualTo(FailureClass.TOO_FAST);
        assertThat(result.burnsAttempt()).isFalse();
        assertThat(second.calls).as("busy is not down").hasValue(0);
        for (CompletableFuture<SendResult> one : busy) {
            assertThat(one.get()).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void aDefectIsNotHidden() {
        ProviderChain chain = chain("PT1H", first, second);
        first.during = () -> {
            throw new IllegalStateException("defect");
        };

        assertThatThrownBy(() -> send(chain)).hasMessage("defect");
        assertThat(second.calls).hasValue(0);
    }

    private ProviderChain chain(String delay, Provider... providers) {
        BreakerConfig breaker =
                TestConfig.of(BreakerConfig.class, Map.of("tocsin.breaker.window", "4", "tocsin.breaker.delay", delay));
        return new ProviderChain(List.of(providers), ChannelKind.EMAIL, breaker, meters);
    }

    private static SendResult send(ProviderChain chain) {
        return chain.send(TestMessages.email(), () -> true);
    }

    private static void sendTimes(ProviderChain chain, int times) {
        for (int i = 0; i < times; i++) {
            send(chain);
        }
    }

    private double breaker(String provider) {
        return meters.get("tocsin.provider.breaker")
                .tag("provider", provider)
                .gauge()
                .value();
    }

    private static SendResult down(String provider) {
        return new SendResult(
                Verdict.TRY_LATER, SendStage.CONNECT, FailureClass.PROVIDER_DOWN, provider, null, null, null, null);
    }

    private interface Interlude {
        void run() throws InterruptedException;
    }

    private static final class Scripted implements Provider {

        private final String name;
        private volatile SendResult result = ACCEPTED;
        private volatile Interlude during = () -> {};
        private final AtomicInteger calls = new AtomicInteger();

        Scripted(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int connections() {
            return 2;
        }

        @Override
        public OptionalDouble perSecond() {
            return OptionalDouble.of(5);
        }

        @Override
        public SendResult send(OutboundMessage message, SendPermit permit) {
            calls.incrementAndGet();
            try {
                during.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return result;
        }
    }
}
