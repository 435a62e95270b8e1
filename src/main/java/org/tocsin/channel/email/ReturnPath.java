package org.tocsin.channel.email;

import java.util.Optional;
import java.util.UUID;
import org.tocsin.platform.keys.KeyRing;

/** The address that one delivery's bounces come back to: {@code bounce+<delivery>.<check>@<domain>}. */
public final class ReturnPath {

    private static final String PREFIX = "bounce+";

    private final KeyedDeliveryId ids;

    public ReturnPath(KeyRing keys) {
        this.ids = new KeyedDeliveryId(keys, "return-path");
    }

    /** @param domain in ASCII */
    public String address(UUID deliveryId, String domain) {
        return PREFIX + ids.sign(deliveryId) + "@" + domain;
    }

    /**
     * The delivery whose return path this is.
     *
     * @param address the address that a bounce was sent to
     * @return empty for every other address, and for one that was not made with our key
     */
    public Optional<UUID> verify(String address) {
        int at = address.lastIndexOf('@');
        if (at < 0 || !address.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return Optional.empty();
        }
        return ids.verify(address.substring(PREFIX.length(), at));
    }
}
