package org.tocsin.channel.configured;

import java.time.Clock;
import java.util.Map;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.email.DeliveryHeader;
import org.tocsin.channel.email.EmailConfig;
import org.tocsin.channel.email.EmailSender;
import org.tocsin.channel.email.NoticeMime;
import org.tocsin.channel.email.ReturnPath;
import org.tocsin.channel.sandbox.SandboxChannel;
import org.tocsin.channel.sms.SmsConfig;
import org.tocsin.platform.keys.KeyRing;

/** Makes the sandbox for every kind, with the senders that the real channels would have. */
final class SandboxChannels {

    private static final EmailSender NOBODY = new EmailSender("notices@sandbox.invalid", null, null);

    private SandboxChannels() {}

    static Map<ChannelKind, MessageChannel> make(
            EmailConfig email, SmsConfig sms, Deployment deployment, KeyRing keys, Clock clock) {
        EmailSender emailSender = EmailSender.configured(email).orElse(NOBODY);
        NoticeMime noticeMime = new NoticeMime(emailSender, new ReturnPath(keys), new DeliveryHeader(keys), clock);
        String smsSender = ByPriority.sms(sms).stream()
                .findFirst()
                .map(entry -> entry.getValue().sender())
                .orElse("sandbox");
        return Map.of(
                ChannelKind.EMAIL, SandboxChannel.email(emailSender.from(), noticeMime, deployment.outbox()),
                ChannelKind.SMS, SandboxChannel.sms(smsSender, deployment.outbox()));
    }
}
