package org.tocsin.receipt.ses;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The topics that may call, and where each one's own certificate and confirmation lie. An address that a call names is used only
 * where it is the one of the configured topic's region: a stranger never makes this service call elsewhere.
 */
final class SnsTopics {

    private static final Pattern ARN =
            Pattern.compile("arn:(aws|aws-cn|aws-us-gov):sns:([a-z0-9-]{4,40}):\\d{12}:[A-Za-z0-9_.-]{1,256}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127(\\.\\d{1,3}){3}");
    private static final Pattern CERTIFICATE = Pattern.compile("/SimpleNotificationService-[A-Za-z0-9]{1,64}\\.pem");

    private final Map<String, String> addresses = new TreeMap<>();

    /** @throws IllegalStateException for a topic or a stand-in that is none */
    SnsTopics(SesConfig config) {
        config.endpoint().filter(address -> !isLoopback(address)).ifPresent(address -> {
            throw new IllegalStateException("tocsin.bounces.ses.endpoint must be an http address of this machine");
        });
        for (String topic : config.topics().orElse(Set.of())) {
            var arn = ARN.matcher(topic);
            if (!arn.matches()) {
                throw new IllegalStateException("tocsin.bounces.ses.topics has one that is no ARN of an SNS topic");
            }
            addresses.put(topic, config.endpoint().map(URI::toString).orElse(addressOf(arn.group(1), arn.group(2))));
        }
    }

    boolean none() {
        return addresses.isEmpty();
    }

    boolean has(String topic) {
        return topic != null && addresses.containsKey(topic);
    }

    /** The address, where it is the one of a certificate that signs for this topic. */
    Optional<URI> certificate(String topic, String address) {
        return own(topic, address)
                .filter(uri -> uri.getRawQuery() == null
                        && CERTIFICATE.matcher(uri.getRawPath()).matches());
    }

    /** The address, where it is the one that confirms a subscription to this topic. */
    Optional<URI> confirmation(String topic, String address) {
        return own(topic, address)
                .filter(uri -> uri.getRawQuery() != null && uri.getRawQuery().contains("Action=ConfirmSubscription"));
    }

    private Optional<URI> own(String topic, String address) {
        String base = addresses.get(topic);
        if (base == null || address == null || !address.startsWith(base + "/")) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // https://docs.aws.amazon.com/general/latest/gr/sns.html
    private static String addressOf(String partition, String region) {
        return "https://sns." + region + ".amazonaws.com" + (partition.equals("aws-cn") ? ".cn" : "");
    }

    private static boolean isLoopback(URI address) {
        return "http".equals(address.getScheme())
                && address.getHost() != null
                && LOOPBACK.matcher(address.getHost()).matches();
    }
}
