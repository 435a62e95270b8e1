package org.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendStage;

class RefusalWatchTest {

    private final UUID batch = UUID.randomUUID();
    private final RefusalWatch watch = new RefusalWatch();

    @Test
    void fortyRefusalsInARowStopABatchOfOneReplicaAtOnce() {
        refuse(39);
        assertThat(watch.calm(batch)).isTrue();
        refuse(1);
        assertThat(watch.calm(batch)).isFalse();
        assertThat(watch.storms()).containsExactly(batch);
        assertThat(watch.calm(UUID.randomUUID())).isTrue();
    }

    @Test
    void replicasShareWhatAllOfThemMaySeeRefused() {
        watch.shareAmong(4);
        refuse(10);
        assertThat(watch.calm(batch)).isFalse();
    }

    @Test
    void aTenthRefusedStopsNothingHoweverManyReplicasThereAre() {
        watch.shareAmong(50);
        for (int i = 0; i < 1_000; i++) {
            refuse(1);
            for (int accepted = 0; accepted < 9; accepted++) {
                note(ChannelKind.EMAIL, SendResult.accepted("main", "250", "ok", null));
            }
        }
        assertThat(watch.calm(batch)).isTrue();
    }

    @Test
    void aProviderThatIsDownSaysNothingAboutUs() {
        refuse(30);
        for (int i = 0; i < 100; i++) {
            note(ChannelKind.EMAIL, SendResult.notStarted(FailureClass.PROVIDER_DOWN, "main"));
        }
        refuse(10);
        assertThat(watch.calm(batch)).isFalse();
    }

    @Test
    void oneChannelsAcceptancesDoNotHideAnothersRefusals() {
        for (int i = 0; i < 40; i++) {
            refuse(1);
            note(ChannelKind.SMS, SendResult.accepted("main", "201", null, "SM1"));
        }
        assertThat(watch.calm(batch)).isFalse();
    }

    @Test
    void theAlarmIsRaisedOncePerStorm() {
        AtomicInteger alarms = new AtomicInteger();
        watch.onStorm(alarms::incrementAndGet);
        refuse(60);
        assertThat(alarms).hasValue(1);
    }

    @Test
    void aBatchThatWasHeldIsWatchedAnew() {
        refuse(40);
        watch.held(batch);
        assertThat(watch.calm(batch)).isTrue();
        refuse(39);
        assertThat(watch.calm(batch)).isTrue();
        refuse(1);
        assertThat(watch.calm(batch)).isFalse();
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            note(
                    ChannelKind.EMAIL,
                    new SendResult(
                            SendResult.Verdict.REFUSED,
                            SendStage.MAIL_FROM,
                            FailureClass.POLICY,
                            "main",
                            "550 5.7.1",
                            "refused",
                            null,
                            null));
        }
    }

    private void note(ChannelKind channel, SendResult result) {
        watch.note(batch, channel, result);
    }
}
