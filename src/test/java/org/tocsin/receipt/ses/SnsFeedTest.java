package org.tocsin.receipt.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.testing.SnsStub;
import org.tocsin.testing.TestConfig;

/** Whose calls of Amazon SNS are taken, with a real certificate from a server on loopback. */
class SnsFeedTest {

    private static final SnsStub SNS = SnsStub.start();
    private static final List<SnsFeed> FEEDS = new ArrayList<>();

    @AfterAll
    static void stop() {
        FEEDS.forEach(SnsFeed::stop);
        SNS.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aNotificationThatTheTopicHasSignedIsHandedOn(int version) throws Exception {
        assertThat(receive(SNS.signed(SNS.notification("an event\nof two lines"), version)))
                .contains("an event\nof two lines");
    }

    @Test
    void aSubjectIsSignedToo() throws Exception {
        Map<String, String> fields = SNS.notification("an event");
        fields.put("Subject", "Amazon SES Email Event Notification");
        String body = SNS.signed(fields, 2);

        assertThat(receive(body)).contains("an event");
        assertForged(body.replace("Amazon SES Email", "Another"));
    }

    @Test
    void theCertificateIsFetchedOnce() throws Exception {
        SnsFeed feed = feed(Clock.systemUTC());
        int before = SNS.asked().size();

        feed.receive(bytes(SNS.signed(SNS.notification("one"), 1)));
        feed.receive(bytes(SNS.signed(SNS.notification("two"), 2)));

        assertThat(SNS.asked()).hasSize(before + 1);
    }

    @Test
    void whatIsChangedOrUnsignedIsForged() {
        String body = SNS.signed(SNS.notification("an event"), 2);

        assertForged(body.replace("an event", "no event"));
        assertForged(body.replace("\"SignatureVersion\":\"2\"", "\"SignatureVersion\":\"1\""));
        assertForged(body.replace("\"SignatureVersion\":\"2\"", "\"SignatureVersion\":\"3\""));
        assertForged(SnsStub.body(SNS.notification("an event")));
        assertForged("");
        assertForged("[]");
    }

    @Test
    void aStrangersTopicOrCertificateIsNeverAskedFor() {
        int before = SNS.asked().size();
        Map<String, String> otherTopic = SNS.notification("an event");
        otherTopic.put("TopicArn", "arn:aws:sns:us-east-1:999999999999:theirs");
        Map<String, String> elsewhere = SNS.notification("an event");
        elsewhere.put("SigningCertURL", "https://sns.us-east-1.example.com/SimpleNotificationService-0.pem");
        Map<String, String> noCertificate = SNS.notification("an event");
        noCertificate.put("SigningCertURL", SNS.address() + "/?Action=ConfirmSubscription");

        for (Map<String, String> fields : List.of(otherTopic, elsewhere, noCertificate)) {
            assertForged(SNS.signed(fields, 2));
        }
        assertThat(SNS.asked()).hasSize(before);
    }

    @Test
    void aCertificateThatHasRunOutProvesNothing() {
        SnsFeed later = feed(Clock.offset(Clock.systemUTC(), Duration.ofDays(30)));

        assertThatThrownBy(() -> later.receive(bytes(SNS.signed(SNS.notification("an event"), 2))))
                .isInstanceOf(SnsFeed.ForgedException.class);
    }

    @Test
    void whenTheCertificateIsNotToBeHadNowTheCallerIsToComeAgain() {
        Map<String, String> fields = SNS.notification("an event");
        fields.put("SigningCertURL", SNS.address() + "/SimpleNotificationService-another.pem");

        assertThatThrownBy(() -> receive(SNS.signed(fields, 2))).isInstanceOf(IOException.class);
    }

    @Test
    void aSubscriptionIsConfirmedAtTheTopicsOwnAddressOnly() throws Exception {
        Map<String, String> elsewhere = SNS.confirmation();
        elsewhere.put("SubscribeURL", "https://sns.us-east-1.example.com/?Action=ConfirmSubscription");

        assertThat(receive(SNS.signed(SNS.confirmation(), 2))).isEmpty();
        assertForged(SNS.signed(elsewhere, 2));

        assertThat(SNS.asked().stream().filter(path -> path.contains("ConfirmSubscription")))
                .containsExactly(SNS.confirmation()
                        .get("SubscribeURL")
                        .substring(SNS.address().length()));
    }

    @Test
    void withoutATopicItIsClosed() {
        SnsFeed none = new SnsFeed(TestConfig.of(SesConfig.class, Map.of()), Clock.systemUTC());

        assertThat(none.open()).isFalse();
        assertThat(feed(Clock.systemUTC()).open()).isTrue();
    }

    private static void assertForged(String body) {
        assertThatThrownBy(() -> receive(body)).isInstanceOf(SnsFeed.ForgedException.class);
    }

    private static Optional<String> receive(String body) throws Exception {
        return feed(Clock.systemUTC()).receive(bytes(body));
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static SnsFeed feed(Clock clock) {
        return feed(
                Map.of("tocsin.bounces.ses.topics", SnsStub.TOPIC, "tocsin.bounces.ses.endpoint", SNS.address()),
                clock);
    }

    private static SnsFeed feed(Map<String, String> config, Clock clock) {
        SnsFeed feed = new SnsFeed(TestConfig.of(SesConfig.class, config), clock);
        FEEDS.add(feed);
        return feed;
    }
}
