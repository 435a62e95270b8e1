package org.tocsin.channel.sandbox;

import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.UnsendableException;
import org.tocsin.channel.email.NoticeMime;

/** An email as the very bytes that a relay would get. */
final class EmailFile implements SandboxFile {

    private final NoticeMime noticeMime;

    EmailFile(NoticeMime noticeMime) {
        this.noticeMime = noticeMime;
    }

    @Override
    public String folder() {
        return "email";
    }

    @Override
    public String extension() {
        return ".eml";
    }

    @Override
    public byte[] bytes(OutboundMessage message) throws UnsendableException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            noticeMime.build(message).writeTo(bytes);
        } catch (MessagingException | IOException e) {
            throw new UnsendableException("the message cannot be encoded");
        }
        return bytes.toByteArray();
    }
}
