package org.tocsin.receipt.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.testing.TestConfig;

/** Which addresses are Amazon's own. */
class SnsTopicsTest {

    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:bounces";
    private static final String CHINA = "arn:aws-cn:sns:cn-north-1:123456789012:bounces";

    private final SnsTopics topics = topics(Map.of("topics", TOPIC + "," + CHINA));

    @Test
    void theTopicsRegionSaysTheHost() {
        assertThat(topics.certificate(
                        TOPIC, "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a1b.pem"))
                .isPresent();
        assertThat(topics.certificate(
                        CHINA, "https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-0a1b.pem"))
                .isPresent();
        assertThat(topics.confirmation(
                        TOPIC, "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=1"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a1b.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a1b.pem",
                "https://sns.eu-central-1.amazonaws.com.example.org/SimpleNotificationService-0a1b.pem",
                "https://sns.eu-central-1.amazonaws.com@example.org/SimpleNotificationService-0a1b.pem",
                "https://sns.eu-central-1.amazonaws.com:8443/SimpleNotificationService-0a1b.pem",
                "https://example.org/SimpleNotificationService-0a1b.pem",
                "https://sns.eu-central-1.amazonaws.com/bucket/SimpleNotificationService-0a1b.pem",
                "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a1b.pem?x=1",
                "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-%2e%2e.pem",
                "https://sns.eu-central-1.amazonaws.com/ \\",
            })
    void anyOtherIsNot(String address) {
        assertThat(topics.certificate(TOPIC, address)).isEmpty();
    }

    @Test
    void anotherTopicHasNone() {
        assertThat(topics.certificate(
                        TOPIC + "2", "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a1b.pem"))
                .isEmpty();
        assertThat(topics.certificate(TOPIC, null)).isEmpty();
        assertThat(topics.has(null)).isFalse();
    }

    @Test
    void whatIsNoTopicAndAStandInElsewhereStopTheService() {
        assertThatThrownBy(() -> topics(Map.of("topics", "arn:aws:sqs:eu-central-1:123456789012:queue")))
                .hasMessageContaining("tocsin.bounces.ses.topics");
        assertThatThrownBy(() -> topics(Map.of("endpoint", "http://sns.example.org")))
                .hasMessageContaining("tocsin.bounces.ses.endpoint");
    }

    private static SnsTopics topics(Map<String, String> keys) {
        Map<String, String> prefixed = new HashMap<>();
        keys.forEach((key, value) -> prefixed.put("tocsin.bounces.ses." + key, value));
        return new SnsTopics(TestConfig.of(SesConfig.class, prefixed));
    }
}
