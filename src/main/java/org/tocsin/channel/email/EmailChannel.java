package org.tocsin.channel.email;

import java.time.Instant;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.ProviderChain;
import org.tocsin.channel.Readiness;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendResult;

/** Email through the configured relays. */
public final class EmailChannel implements MessageChannel {

    private final EmailSender sender;
    private final ProviderChain providers;

    public EmailChannel(EmailSender sender, ProviderChain providers) {
        this.sender = sender;
        this.providers = providers;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.EMAIL;
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public String sender() {
        return sender.from();
    }

    @Override
    public int concurrency() {
        return providers.concurrency();
    }

    @Override
    public Readiness readiness() {
        return providers.readiness();
    }

    @Override
    public SendResult send(OutboundMessage message, SendPermit permit) {
        return providers.send(message, permit);
    }

    /** Always ambiguous: SMTP has no way to ask what became of a message. */
    @Override
    public LookUpResult lookUp(OutboundMessage message, String provider, Instant since) {
        return LookUpResult.AMBIGUOUS;
    }
}
