package org.tocsin.channel.configured;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.tocsin.channel.email.EmailConfig;
import org.tocsin.channel.sms.SmsConfig;

/** The order of providers: by priority, and by name where that is the same, so that every replica has the same order. */
final class ByPriority {

    private ByPriority() {}

    static List<Map.Entry<String, EmailConfig.Provider>> email(EmailConfig config) {
        return ordered(config.providers(), EmailConfig.Provider::priority);
    }

    static List<Map.Entry<String, SmsConfig.Provider>> sms(SmsConfig config) {
        return ordered(config.providers(), SmsConfig.Provider::priority);
    }

    private static <P> List<Map.Entry<String, P>> ordered(Map<String, P> providers, ToIntFunction<P> priority) {
        return providers.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, P> entry) -> priority.applyAsInt(entry.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }
}
