package org.tocsin.channel.sms;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The accounts at SMS providers. */
@ConfigMapping(prefix = "tocsin.sms")
public interface SmsConfig {

    /** The accounts by name. */
    Map<String, Provider> providers();

    /** One Twilio account with the sender that it texts from. */
    interface Provider {

        String accountSid();

        String authToken();

        /** While tokens are being changed: callbacks signed with this one are still genuine. */
        Optional<String> previousAuthToken();

        /** A Messaging Service that picks the sender; this or {@link #from()}, never both. */
        Optional<String> messagingServiceSid();

        /** A sender of our own: a number in E.164, a short code or an alphanumeric name. */
        Optional<String> from();

        /** Where the API is; plain HTTP is taken for a server on this machine only. */
        @WithDefault("https://api.twilio.com")
        String baseUrl();

        /** The pace over all replicas in message segments, kept by dispatch; unlimited when absent. */
        OptionalDouble segmentsPerSecond();

        /** Requests under way at once from this replica. */
        @WithDefault("10")
        int connections();

        /** The provider with the lowest number is used first. */
        @WithDefault("100")
        int priority();

        @WithDefault("PT10S")
        Duration connectTimeout();

        /** The longest wait for the answer; past it the message may have been taken all the same. */
        @WithDefault("PT30S")
        Duration answerTimeout();

        /** Who the texts come from, as the approver sees it. */
        default String sender() {
            return messagingServiceSid().or(this::from).orElse("");
        }
    }
}
