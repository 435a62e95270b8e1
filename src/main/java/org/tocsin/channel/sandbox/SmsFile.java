package org.tocsin.channel.sandbox;

import java.nio.charset.StandardCharsets;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.UnsendableException;

/** A text message with its two ends on top. */
final class SmsFile implements SandboxFile {

    private final String sender;

    SmsFile(String sender) {
        this.sender = sender;
    }

    @Override
    public String folder() {
        return "sms";
    }

    @Override
    public String extension() {
        return ".txt";
    }

    @Override
    public byte[] bytes(OutboundMessage message) throws UnsendableException {
        if (message.text() == null || message.text().isBlank()) {
            throw new UnsendableException("a text message needs a text");
        }
        String file = "To: " + message.to() + "\nFrom: " + sender + "\n\n" + message.text();
        return file.getBytes(StandardCharsets.UTF_8);
    }
}
