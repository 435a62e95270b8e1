package org.tocsin.channel.sms;

import java.time.Instant;
import java.util.List;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.ProviderChain;
import org.tocsin.channel.Readiness;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendResult;

/** Text messages through the configured accounts. */
public final class SmsChannel implements MessageChannel {

    private final String sender;
    private final List<TwilioProvider> providers;
    private final ProviderChain chain;

    /** @param providers the same as the chain's: each may have a message whose answer was lost */
    public SmsChannel(String sender, List<TwilioProvider> providers, ProviderChain chain) {
        this.sender = sender;
        this.providers = List.copyOf(providers);
        this.chain = chain;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.SMS;
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public String sender() {
        return sender;
    }

    @Override
    public int concurrency() {
        return chain.concurrency();
    }

    @Override
    public Readiness readiness() {
        return chain.readiness();
    }

    @Override
    public SendResult send(OutboundMessage message, SendPermit permit) {
        return chain.send(message, permit);
    }

    @Override
    public LookUpResult lookUp(OutboundMessage message, String provider, Instant since) {
        List<LookUpResult> results = mayHave(provider).stream()
                .map(account -> account.lookUp(message, since))
                .toList();
        List<LookUpResult> found = results.stream()
                .filter(result -> result.answer() == LookUpResult.Answer.FOUND)
                .toList();
        if (found.size() > 1 || results.contains(LookUpResult.AMBIGUOUS)) {
            return LookUpResult.AMBIGUOUS;
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        return results.contains(LookUpResult.UNAVAILABLE) ? LookUpResult.UNAVAILABLE : LookUpResult.NOT_FOUND;
    }

    /** The account that had the message in hand; all of them when it is not known, or no longer configured. */
    private List<TwilioProvider> mayHave(String provider) {
        List<TwilioProvider> named = providers.stream()
                .filter(account -> account.name().equals(provider))
                .toList();
        return named.isEmpty() ? providers : named;
    }
}
