package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.tocsin.receipt.sendgrid.SendGridConfig;
import org.tocsin.receipt.sendgrid.SendGridSignature;
import org.tocsin.receipt.ses.SesConfig;
import org.tocsin.receipt.ses.SnsFeed;
import org.tocsin.testing.TestConfig;

/** A service that no mail provider is configured for takes no calls of theirs. */
class ClosedHooksTest {

    @Test
    void withoutATopicThereIsNoHookForSes() {
        SnsFeed closed = new SnsFeed(TestConfig.of(SesConfig.class, Map.of()), Clock.systemUTC());

        assertNotThere(() -> new SesResource(closed, null, null).take(InputStream.nullInputStream()));
    }

    @Test
    void withoutAKeyThereIsNoHookForSendGrid() {
        SendGridSignature closed =
                new SendGridSignature(TestConfig.of(SendGridConfig.class, Map.of()), Clock.systemUTC());

        assertNotThere(() ->
                new SendGridResource(closed, null, null, null).take("signature", "0", InputStream.nullInputStream()));
    }

    private static void assertNotThere(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(HttpProblem.class, problem -> assertThat(problem.getStatusCode())
                        .isEqualTo(404));
    }
}
