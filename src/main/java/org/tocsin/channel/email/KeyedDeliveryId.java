package org.tocsin.channel.email;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/** A delivery's id with a keyed check, {@code <32 hex>.<24 hex>}: whoever writes one without the key is found out. */
final class KeyedDeliveryId {

    // 96 bits: with the id and "bounce+" just the 64 characters that a local part may have (RFC 5321, 4.5.3.1.1).
    private static final int CHECK_BYTES = 12;
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{32})\\.([0-9a-f]{24})");

    private static final HexFormat HEX = HexFormat.of();

    private final KeyRing keys;
    private final String context;

    /** @param context what the value is for, so that one made for another use does not pass */
    KeyedDeliveryId(KeyRing keys, String context) {
        this.keys = keys;
        this.context = context;
    }

    String sign(UUID deliveryId) {
        byte[] id = bytes(deliveryId);
        return HEX.formatHex(id) + "." + HEX.formatHex(check(id));
    }

    /** The id, or empty when the text has another form or the check is wrong. Servers on the way may change the case. */
    Optional<UUID> verify(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        ByteBuffer id = ByteBuffer.wrap(HEX.parseHex(form.group(1)));
        UUID deliveryId = new UUID(id.getLong(), id.getLong());
        byte[] claimed = HEX.parseHex(form.group(2));
        return MessageDigest.isEqual(claimed, check(id.array())) ? Optional.of(deliveryId) : Optional.empty();
    }

    private static byte[] bytes(UUID deliveryId) {
        return ByteBuffer.allocate(16)
                .putLong(deliveryId.getMostSignificantBits())
                .putLong(deliveryId.getLeastSignificantBits())
                .array();
    }

    private byte[] check(byte[] id) {
        return Arrays.copyOf(keys.mac(KeyPurpose.RETURN_PATH, context, id), CHECK_BYTES);
    }
}
