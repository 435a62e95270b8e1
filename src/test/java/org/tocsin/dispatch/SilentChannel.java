package org.tocsin.dispatch;

import java.time.Instant;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.Readiness;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendResult;

/** A channel with one sender, which nothing may get to. */
class SilentChannel implements MessageChannel {

    private final ChannelKind kind;
    private final boolean simulated;

    SilentChannel(ChannelKind kind, boolean simulated) {
        this.kind = kind;
        this.simulated = simulated;
    }

    @Override
    public ChannelKind kind() {
        return kind;
    }

    @Override
    public boolean simulated() {
        return simulated;
    }

    @Override
    public String sender() {
        return kind == ChannelKind.SMS ? "+12025550123" : "notices@example.org";
    }

    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public Readiness readiness() {
        return Readiness.NONE;
    }

    @Override
    public SendResult send(OutboundMessage message, SendPermit permit) {
        throw new AssertionError("nothing gets here");
    }

    @Override
    public LookUpResult lookUp(OutboundMessage message, String provider, Instant since) {
        throw new AssertionError("nothing gets here");
    }
}
