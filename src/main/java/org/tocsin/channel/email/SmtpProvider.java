package org.tocsin.channel.email;

import java.util.OptionalDouble;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.Provider;
import org.tocsin.channel.ProviderWords;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.channel.UnsendableException;
import org.tocsin.channel.Watchdog;

/** One mail relay with its kept connections. */
public final class SmtpProvider implements Provider, AutoCloseable {

    private final String name;
    private final int connections;
    private final OptionalDouble perSecond;
    private final NoticeMime noticeMime;
    private final SmtpPool pool;

    public SmtpProvider(
            String name, EmailConfig.Provider config, EmailSender sender, NoticeMime noticeMime, Watchdog watchdog) {
        this.name = name;
        this.connections = config.connections();
        this.perSecond = config.messagesPerSecond();
        this.noticeMime = noticeMime;
        this.pool = new SmtpPool(SmtpRoute.to(config, sender), watchdog);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public OptionalDouble perSecond() {
        return perSecond;
    }

    @Override
    public SendResult send(OutboundMessage message, SendPermit permit) {
        NoticeMessage mime;
        try {
            mime = noticeMime.build(message);
        } catch (UnsendableException e) {
            return SendResult.unsendable(name, e.getMessage());
        }
        return result(pool.exchange(mime, permit), message);
    }

    @Override
    public void close() {
        pool.close();
    }

    private SendResult result(SmtpOutcome outcome, OutboundMessage message) {
        SmtpReply reply = outcome.reply();
        SendStage stage = outcome.stage();
        return switch (outcome.ending()) {
            case ACCEPTED -> SendResult.accepted(name, reply.code(), words(reply.words(), message), reply.queueId());
            case REFUSED ->
                ended(
                        SmtpReplies.verdict(stage, reply),
                        stage == SendStage.FINAL_DOT ? SendStage.ANSWERED : stage,
                        SmtpReplies.failureClass(stage, reply),
                        reply.code(),
                        words(reply.words(), message));
            case BROKEN ->
                stage.mayHaveLeft()
                        ? ended(Verdict.UNKNOWN, stage, FailureClass.AMBIGUOUS, null, words(outcome.fault(), message))
                        : ended(
                                Verdict.TRY_LATER,
                                stage,
                                FailureClass.PROVIDER_DOWN,
                                null,
                                words(outcome.fault(), message));
            case PERMIT_LAPSED, TURNED_AWAY -> SendResult.notStarted(FailureClass.TOO_FAST, name);
            case NEEDS_SMTPUTF8 ->
                SendResult.unsendable(
                        name,
                        "the address has letters beyond ASCII before the @, and the relay does not take them (SMTPUTF8)");
        };
    }

    private static String words(String words, OutboundMessage message) {
        return ProviderWords.scrub(words, message.to());
    }

    private SendResult ended(Verdict verdict, SendStage stage, FailureClass failureClass, String code, String words) {
        return new SendResult(verdict, stage, failureClass, name, code, words, null, null);
    }
}
