package org.tocsin.channel.sms;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What must be right in the SMS configuration before the service may start. */
public final class SmsConfigCheck {

    private SmsConfigCheck() {}

    /** Every fault, each naming its key; empty when all is well. */
    public static List<String> faults(SmsConfig config) {
        List<String> faults = new ArrayList<>();
        config.providers().forEach((name, provider) -> check("tocsin.sms.providers." + name, provider, faults));
        return faults;
    }

    private static void check(String key, SmsConfig.Provider provider, List<String> faults) {
        if (provider.messagingServiceSid().isPresent() == provider.from().isPresent()) {
            faults.add(key + ": give either messaging-service-sid or from");
        }
        if (!isAllowed(provider.baseUrl())) {
            faults.add(key + ".base-url must be https, or http on this machine");
        }
        if (provider.connections() < 1) {
            faults.add(key + ".connections must be at least 1");
        }
        Map<String, Duration> times =
                Map.of("connect-timeout", provider.connectTimeout(), "answer-timeout", provider.answerTimeout());
        times.forEach((name, time) -> {
            if (time.toMillis() < 1 || time.toMillis() > Integer.MAX_VALUE) {
                faults.add(key + "." + name + " must be between a millisecond and 24 days");
            }
        });
    }

    private static boolean isAllowed(String baseUrl) {
        try {
            URI uri = URI.create(baseUrl);
            boolean onThisMachine = uri.getHost() != null
                    && (uri.getHost().equalsIgnoreCase("localhost")
                            || uri.getHost().equals("[::1]")
                            || uri.getHost().matches("127(\\.\\d{1,3}){3}"));
            return uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && onThisMachine);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
