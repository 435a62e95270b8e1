package org.tocsin.receipt;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.tocsin.channel.email.DeliveryHeader;
import org.tocsin.channel.email.ReturnPath;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.receipt.bounce.ReturnedMail;

/** Which delivery a mail that came back may be about. */
@ApplicationScoped
class MailMatch {

    private final ReturnPath returnPath;
    private final DeliveryHeader header;

    MailMatch(KeyRing keys) {
        this.returnPath = new ReturnPath(keys);
        this.header = new DeliveryHeader(keys);
    }

    /**
     * The deliveries that the mail names, the best proof first: the keyed return path that it was sent to, our keyed header in what
     * it quotes, then a Message-ID of ours. That one has no key, and needs none: it is told to its recipient alone.
     */
    List<UUID> candidates(ReturnedMail.Marks marks) {
        Stream<UUID> byPath = marks.sentTo().stream().map(returnPath::verify).flatMap(Optional::stream);
        Stream<UUID> byHeader =
                marks.deliveryHeaders().stream().map(header::verify).flatMap(Optional::stream);
        Stream<UUID> byMessageId =
                marks.messageIds().stream().map(MailMatch::deliveryIn).flatMap(Optional::stream);
        return Stream.of(byPath, byHeader, byMessageId)
                .flatMap(ids -> ids)
                .distinct()
                .toList();
    }

    /** {@code NoticeMime} makes it of the delivery's id and a domain, which relays may rewrite. */
    private static Optional<UUID> deliveryIn(String messageId) {
        int at = messageId.indexOf('@');
        if (at != 36) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(messageId.substring(0, at)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
