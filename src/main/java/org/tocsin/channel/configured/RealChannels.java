package org.tocsin.channel.configured;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tocsin.channel.BreakerConfig;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.ProviderChain;
import org.tocsin.channel.Watchdog;
import org.tocsin.channel.email.DeliveryHeader;
import org.tocsin.channel.email.EmailChannel;
import org.tocsin.channel.email.EmailConfig;
import org.tocsin.channel.email.EmailSender;
import org.tocsin.channel.email.NoticeMime;
import org.tocsin.channel.email.ReturnPath;
import org.tocsin.channel.email.SmtpProvider;
import org.tocsin.channel.sms.SmsChannel;
import org.tocsin.channel.sms.SmsConfig;
import org.tocsin.channel.sms.TwilioProvider;
import org.tocsin.platform.keys.KeyRing;

/** The channels that reach people: one for each kind with a provider, none for the others. */
final class RealChannels implements AutoCloseable {

    private final Map<ChannelKind, MessageChannel> byKind = new EnumMap<>(ChannelKind.class);
    private final Watchdog watchdog = new Watchdog();
    private final List<SmtpProvider> relays;
    private final List<TwilioProvider> accounts;

    RealChannels(
            EmailConfig email,
            SmsConfig sms,
            BreakerConfig breaker,
            Deployment deployment,
            KeyRing keys,
            Clock clock,
            MeterRegistry meters) {
        Optional<EmailSender> sender = EmailSender.configured(email);
        this.relays = sender.map(from -> relays(email, from, keys, clock)).orElse(List.of());
        this.accounts = ByPriority.sms(sms).stream()
                .map(entry -> new TwilioProvider(
                        entry.getKey(), entry.getValue(), deployment.publicUrl(), watchdog, clock, meters))
                .toList();
        if (!relays.isEmpty()) {
            ProviderChain chain = new ProviderChain(relays, ChannelKind.EMAIL, breaker, meters);
            byKind.put(ChannelKind.EMAIL, new EmailChannel(sender.orElseThrow(), chain));
        }
        if (!accounts.isEmpty()) {
            ProviderChain chain = new ProviderChain(accounts, ChannelKind.SMS, breaker, meters);
            String from = ByPriority.sms(sms).get(0).getValue().sender();
            byKind.put(ChannelKind.SMS, new SmsChannel(from, accounts, chain));
        }
    }

    Map<ChannelKind, MessageChannel> byKind() {
        return byKind;
    }

    @Override
    public void close() {
        relays.forEach(SmtpProvider::close);
        accounts.forEach(TwilioProvider::close);
        watchdog.close();
    }

    private List<SmtpProvider> relays(EmailConfig email, EmailSender sender, KeyRing keys, Clock clock) {
        NoticeMime noticeMime = new NoticeMime(sender, new ReturnPath(keys), new DeliveryHeader(keys), clock);
        return ByPriority.email(email).stream()
                .map(entry -> new SmtpProvider(entry.getKey(), entry.getValue(), sender, noticeMime, watchdog))
                .toList();
    }
}
