package org.tocsin.channel;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;

/** The providers of one kind, best first: when the breaker of one is open, the next takes over. */
public final class ProviderChain {

    private final List<GuardedProvider> providers;

    /** @param providers best first; at least one */
    public ProviderChain(
            List<? extends Provider> providers, ChannelKind kind, BreakerConfig breaker, MeterRegistry meters) {
        if (providers.isEmpty()) {
            throw new IllegalArgumentException("a chain needs a provider");
        }
        this.providers = providers.stream()
                .map(provider -> new GuardedProvider(provider, kind, breaker, meters))
                .toList();
    }

    /** How many messages the first provider takes at once: the one that works while nothing is wrong. */
    public int concurrency() {
        return providers.get(0).connections();
    }

    /**
     * What the first sound provider would take; where none is sound, the first that is due for a trial. A better one that is due
     * for a trial gets it from the messages that go to the sound one, for {@link #send} asks it first.
     */
    public Readiness readiness() {
        return providers.stream()
                .filter(GuardedProvider::sound)
                .findFirst()
                .map(GuardedProvider::readiness)
                .orElseGet(() -> providers.stream()
                        .map(GuardedProvider::readiness)
                        .filter(readiness -> readiness.messages() > 0)
                        .findFirst()
                        .orElse(Readiness.NONE));
    }

    /** Hands the message to the first provider whose breaker lets it through, and to no other. */
    public SendResult send(OutboundMessage message, SendPermit permit) {
        for (GuardedProvider provider : providers) {
            Optional<SendResult> result = provider.send(message, permit);
            if (result.isPresent()) {
                return result.get();
            }
        }
        return SendResult.notStarted(FailureClass.PROVIDER_DOWN, null);
    }
}
