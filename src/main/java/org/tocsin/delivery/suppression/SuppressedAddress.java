package org.tocsin.delivery.suppression;

import java.nio.charset.StandardCharsets;
import org.tocsin.channel.ChannelKind;
import org.tocsin.contact.EmailAddress;
import org.tocsin.contact.PhoneNumber;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/**
 * An address as a suppression knows it.
 *
 * @param digest keyed, 32 bytes, the same in every record set
 * @param masked enough to recognise the address
 */
public record SuppressedAddress(ChannelKind channel, byte[] digest, String masked) {

    /** @param address normalised, as a person's record has it */
    public static SuppressedAddress of(KeyRing keys, ChannelKind channel, String address) {
        String masked =
                switch (channel) {
                    case EMAIL -> new EmailAddress(address).maskToKeep();
                    case SMS -> new PhoneNumber(address).mask();
                };
        return new SuppressedAddress(channel, digest(keys, channel, address), masked);
    }

    static byte[] digest(KeyRing keys, ChannelKind channel, String address) {
        return keys.mac(
                KeyPurpose.LOOKUP,
                "suppressed-address",
                channel.name().getBytes(StandardCharsets.UTF_8),
                address.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "SuppressedAddress[" + masked + "]";
    }
}
