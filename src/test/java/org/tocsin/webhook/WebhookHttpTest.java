package org.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.webhook.ScriptedReceiver.Action;

/** One request to a receiver that does not behave. */
@Timeout(30)
class WebhookHttpTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Event EVENT = new Event(UUID.randomUUID(), 1, "batch.held", NOW, "{\"sequence\": 1}");

    private static final org.apache.hc.core5.util.Timeout ANSWER = org.apache.hc.core5.util.Timeout.ofMilliseconds(300);

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private final WebhookHttp http = new WebhookHttp(
            CallableAddressesTest.callable(Map.of("tocsin.webhooks.loopback", "true")), ANSWER, Duration.ofMillis(600));

    @AfterEach
    void close() {
        http.close();
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204, 299})
    void isTakenWithAny2xx(int status) {
        receiver.next(Action.status(status));

        assertThat(post().taken()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void followsNoRedirect(int status) {
        receiver.next(Action.statusWith(status, "Location", receiver.url() + "/elsewhere"));

        assertThat(post().failure()).isEqualTo("HTTP " + status);
        assertThat(receiver.messages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500, 503})
    void repeatsNothingByItself(int status) {
        receiver.next(Action.statusWith(status, "Retry-After", "120"));

        Answer answer = post();

        assertThat(answer).isEqualTo(new Answer("HTTP " + status, false, Duration.ofSeconds(120)));
        assertThat(receiver.messages()).hasSize(1);
    }

    @Test
    void hearsThatTheReceiverIsGone() {
        receiver.next(Action.status(410));

        assertThat(post().gone()).isTrue();
    }

    @Test
    void givesUpOnOneThatDoesNotAnswer() {
        receiver.next(Action.hang());

        assertThat(post().failure()).isEqualTo("TIMEOUT");
    }

    @Test
    void failsWithAConnectionThatIsClosed() {
        receiver.next(Action.drop());

        assertThat(post().failure()).isEqualTo("CONNECTION");
    }

    @Test
    void doesNotListenForEver() {
        receiver.next(Action.endless(), Action.trickle());

        assertThat(post().taken()).isTrue();
        assertThat(post().taken()).isTrue();
    }

    /** Headers are kept in memory, where all receivers' share the room. */
    @Test
    void doesNotReadHeadersWithoutEnd() {
        receiver.next(Action.statusWith(200, "X-Long", "a".repeat(100_000)));

        assertThat(post().failure()).isEqualTo("CONNECTION");
    }

    /** It was a public address when the endpoint was added. */
    @Test
    void looksAtTheAddressAgainWhenItConnects() {
        WebhookHttp strict = new WebhookHttp(CallableAddressesTest.callable(Map.of()), ANSWER, Duration.ofSeconds(5));

        assertThat(strict.post(new Receiver(receiver.url(), List.of()), EVENT, NOW)
                        .failure())
                .isEqualTo("ADDRESS_REFUSED");
        assertThat(receiver.messages()).isEmpty();
        strict.close();
    }

    private Answer post() {
        return http.post(new Receiver(receiver.url(), List.of(new byte[32])), EVENT, NOW);
    }
}
