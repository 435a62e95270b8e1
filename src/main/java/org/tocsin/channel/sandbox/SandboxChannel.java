package org.tocsin.channel.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jboss.logging.Logger;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.Readiness;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.UnsendableException;
import org.tocsin.channel.email.NoticeMime;

/** Writes each attempt to a file of its own, {@code <outbox>/<kind>/<delivery>-<attempt>}. */
public final class SandboxChannel implements MessageChannel {

    private static final Logger LOG = Logger.getLogger(SandboxChannel.class);
    private static final String PROVIDER = "sandbox";
    private static final int CONCURRENCY = 8;
    private static final Readiness READY = new Readiness(CONCURRENCY, PROVIDER, OptionalDouble.empty());

    private final ChannelKind kind;
    private final String sender;
    private final SandboxFile file;
    private final Outbox outbox;

    private SandboxChannel(ChannelKind kind, String sender, SandboxFile file, Path outboxFolder) {
        this.kind = kind;
        this.sender = sender;
        this.file = file;
        this.outbox = new Outbox(outboxFolder, file.folder());
    }

    public static SandboxChannel email(String sender, NoticeMime noticeMime, Path outboxFolder) {
        return new SandboxChannel(ChannelKind.EMAIL, sender, new EmailFile(noticeMime), outboxFolder);
    }

    public static SandboxChannel sms(String sender, Path outboxFolder) {
        return new SandboxChannel(ChannelKind.SMS, sender, new SmsFile(sender), outboxFolder);
    }

    @Override
    public ChannelKind kind() {
        return kind;
    }

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public String sender() {
        return sender;
    }

    @Override
    public int concurrency() {
        return CONCURRENCY;
    }

    @Override
    public Readiness readiness() {
        return READY;
    }

    @Override
    public SendResult send(OutboundMessage message, SendPermit permit) {
        String fileName = fileName(message);
        try {
            return outbox.keep(fileName, file.bytes(message), permit)
                    ? SendResult.accepted(PROVIDER, null, null, fileName)
                    : SendResult.notStarted(FailureClass.TOO_FAST, PROVIDER);
        } catch (UnsendableException e) {
            return SendResult.unsendable(PROVIDER, e.getMessage());
        } catch (IOException e) {
            LOG.warnf("the sandbox cannot write: %s", e);
            return SendResult.notStarted(FailureClass.PROVIDER_DOWN, PROVIDER);
        }
    }

    @Override
    public LookUpResult lookUp(OutboundMessage message, String provider, Instant since) {
        String fileName = fileName(message);
        return outbox.has(fileName) ? new LookUpResult(LookUpResult.Answer.FOUND, fileName) : LookUpResult.NOT_FOUND;
    }

    private String fileName(OutboundMessage message) {
        return message.deliveryId() + "-" + message.attempt() + file.extension();
    }
}
