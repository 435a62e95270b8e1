package org.tocsin.channel.sandbox;

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
        return noticeMime.build(message).content();
    }
}
