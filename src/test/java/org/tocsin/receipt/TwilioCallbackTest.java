package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tocsin.channel.sms.SmsConfig;
import org.tocsin.testing.TestConfig;

/** The public address that callbacks are signed over. */
class TwilioCallbackTest {

    private static final SmsConfig CONFIG = TestConfig.of(SmsConfig.class, Map.of());

    @Test
    void itHasNoSlashAtItsEnd() {
        assertThat(new TwilioCallback(
                                CONFIG, Optional.of("https://notices.example.org/tocsin//"), new SimpleMeterRegistry())
                        .publicUrl())
                .contains("https://notices.example.org/tocsin");
    }

    @Test
    void withoutOneNothingCanBeChecked() {
        assertThat(new TwilioCallback(CONFIG, Optional.empty(), new SimpleMeterRegistry()).publicUrl())
                .isEmpty();
    }
}
