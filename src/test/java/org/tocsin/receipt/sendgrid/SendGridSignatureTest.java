package org.tocsin.receipt.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.SendGridCalls;
import org.tocsin.testing.SettableClock;
import org.tocsin.testing.TestConfig;

/** Whose calls of SendGrid's webhook are taken. */
class SendGridSignatureTest {

    private static final String BODY = "[{\"event\": \"delivered\"}]";

    private final SettableClock clock = new SettableClock();
    private final SendGridCalls sendGrid = new SendGridCalls();
    private final long now = clock.instant().getEpochSecond();

    /** From the tests of SendGrid's own library: https://github.com/sendgrid/sendgrid-nodejs, packages/eventwebhook. */
    @Test
    void sendGridsOwnExampleKeyIsOne() {
        assertThat(signature(
                                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==")
                        .open())
                .isTrue();
    }

    @Test
    void aCallSignedWithEitherKeyIsRight() {
        SendGridSignature either = signature(new SendGridCalls().publicKey() + "," + sendGrid.publicKey());

        assertThat(isRight(either, now)).isTrue();
        assertThat(isRight(signature(new SendGridCalls().publicKey()), now)).isFalse();
    }

    @Test
    void whatIsChangedOrUnsignedIsNot() {
        SendGridSignature check = signature(sendGrid.publicKey());
        String signed = sendGrid.signature(now, BODY);
        String time = Long.toString(now);

        assertThat(check.isRight(signed, time, bytes(BODY))).isTrue();
        assertThat(check.isRight(signed, time, bytes(BODY + " "))).isFalse();
        assertThat(check.isRight(signed, Long.toString(now + 1), bytes(BODY))).isFalse();
        assertThat(check.isRight(null, time, bytes(BODY))).isFalse();
        assertThat(check.isRight(signed, null, bytes(BODY))).isFalse();
        assertThat(check.isRight("no base64!", time, bytes(BODY))).isFalse();
        assertThat(check.isRight("AAAA", time, bytes(BODY))).isFalse();
        assertThat(check.isRight(signed, "yesterday", bytes(BODY))).isFalse();
    }

    @Test
    void aCallThatIsTooOldOrOfTheFutureIsNot() {
        SendGridSignature check = signature(sendGrid.publicKey());

        assertThat(isRight(check, now - Duration.ofHours(24).toSeconds())).isTrue();
        assertThat(isRight(check, now - Duration.ofHours(25).toSeconds())).isFalse();
        assertThat(isRight(check, now + 60)).isTrue();
        assertThat(isRight(check, now + 600)).isFalse();
    }

    @Test
    void withoutAKeyItIsClosedAndWhatIsNoneStopsTheService() {
        assertThat(new SendGridSignature(TestConfig.of(SendGridConfig.class, Map.of()), clock).open())
                .isFalse();
        assertThatThrownBy(() -> signature("no key")).hasMessageContaining("tocsin.bounces.sendgrid.public-keys");
    }

    private boolean isRight(SendGridSignature check, long seconds) {
        return check.isRight(sendGrid.signature(seconds, BODY), Long.toString(seconds), bytes(BODY));
    }

    private SendGridSignature signature(String keys) {
        return new SendGridSignature(
                TestConfig.of(SendGridConfig.class, Map.of("tocsin.bounces.sendgrid.public-keys", keys)), clock);
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
