package org.tocsin.channel.configured;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.tocsin.channel.BreakerConfig;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Channels;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.email.EmailConfig;
import org.tocsin.channel.sms.SmsConfig;
import org.tocsin.platform.keys.KeyRing;

/** The channels of this deployment, made once at start. */
@ApplicationScoped
class ConfiguredChannels implements Channels {

    private final Map<ChannelKind, MessageChannel> drills;
    private final Map<ChannelKind, MessageChannel> regular;
    private final Optional<RealChannels> real;

    @Inject
    ConfiguredChannels(
            EmailConfig email,
            SmsConfig sms,
            BreakerConfig breaker,
            Deployment deployment,
            KeyRing keys,
            Clock clock,
            MeterRegistry meters) {
        ConfigurationCheck.refuseFaults(email, sms, breaker, deployment);
        this.drills = SandboxChannels.make(email, sms, deployment, keys, clock);
        // In sandbox mode nothing that could reach a provider is even made.
        this.real = deployment.sandbox()
                ? Optional.empty()
                : Optional.of(new RealChannels(email, sms, breaker, deployment, keys, clock, meters));
        this.regular = real.map(RealChannels::byKind).orElse(drills);
    }

    @Override
    public Optional<MessageChannel> find(ChannelKind kind, boolean drill) {
        return Optional.ofNullable((drill ? drills : regular).get(kind));
    }

    /** Makes the bean at start, so that a fault in the configuration stops the service and not the first batch. */
    void start(@Observes StartupEvent event) {}

    void stop(@Observes ShutdownEvent event) {
        real.ifPresent(RealChannels::close);
    }
}
