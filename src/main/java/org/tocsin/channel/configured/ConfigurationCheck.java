package org.tocsin.channel.configured;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.tocsin.channel.BreakerConfig;
import org.tocsin.channel.email.EmailConfig;
import org.tocsin.channel.email.EmailConfigCheck;
import org.tocsin.channel.sms.SmsConfig;
import org.tocsin.channel.sms.SmsConfigCheck;

/** Refuses to start on a configuration that could only fail later, with every fault told at once. */
final class ConfigurationCheck {

    private ConfigurationCheck() {}

    /** @throws IllegalStateException naming every fault by its key */
    static void refuseFaults(EmailConfig email, SmsConfig sms, BreakerConfig breaker, Deployment deployment) {
        List<String> faults = new ArrayList<>(EmailConfigCheck.faults(email));
        faults.addAll(SmsConfigCheck.faults(sms));
        if (breaker.window() < 1) {
            faults.add("tocsin.breaker.window must be at least 1");
        }
        if (breaker.failureRatio() <= 0 || breaker.failureRatio() > 1) {
            faults.add("tocsin.breaker.failure-ratio must be above 0 and at most 1");
        }
        if (breaker.delay().isNegative()) {
            faults.add("tocsin.breaker.delay must not be negative");
        }
        deployment
                .publicUrl()
                .filter(url -> !isWebAddress(url))
                .ifPresent(url -> faults.add("tocsin.public-url must be an http or https address"));
        if (!faults.isEmpty()) {
            throw new IllegalStateException("The configuration cannot work: " + String.join("; ", faults));
        }
    }

    private static boolean isWebAddress(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
