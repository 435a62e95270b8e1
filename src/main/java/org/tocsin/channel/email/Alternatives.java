package org.tocsin.channel.email;

import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMultipart;
import java.util.UUID;

/** Text and HTML of one notice, with a boundary of the delivery's own: the same delivery makes the same bytes. */
final class Alternatives extends MimeMultipart {

    Alternatives(UUID deliveryId) {
        // "=_" occurs in neither quoted-printable nor base64 (RFC 2045, 6.7), so no text can end its own part.
        ContentType type = new ContentType("multipart", "alternative", null);
        type.setParameter("boundary", "=_" + deliveryId);
        contentType = type.toString();
    }
}
