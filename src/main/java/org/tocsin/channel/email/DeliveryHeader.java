package org.tocsin.channel.email;

import java.util.Optional;
import java.util.UUID;
import org.tocsin.platform.keys.KeyRing;

/**
 * Our own header, which names the delivery in a bounce that quotes the message: some providers rewrite the return path and
 * the Message-ID.
 */
public final class DeliveryHeader {

    public static final String NAME = "X-Tocsin-Delivery";

    private final KeyedDeliveryId ids;

    public DeliveryHeader(KeyRing keys) {
        this.ids = new KeyedDeliveryId(keys, "delivery-header");
    }

    public String value(UUID deliveryId) {
        return ids.sign(deliveryId);
    }

    /** The delivery that a header names, or empty when it was not made with our key. */
    public Optional<UUID> verify(String value) {
        return ids.verify(value);
    }
}
