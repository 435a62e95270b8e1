package org.tocsin.channel.sms;

import com.twilio.exception.ApiException;
import com.twilio.exception.TwilioException;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.type.PhoneNumber;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.Provider;
import org.tocsin.channel.ProviderWords;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.Watchdog;

/** One Twilio account as a way to send: exactly one POST per message. */
public final class TwilioProvider implements Provider, AutoCloseable {

    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final Set<Message.Status> GIVEN_UP =
            Set.of(Message.Status.FAILED, Message.Status.UNDELIVERED, Message.Status.CANCELED);

    private final String name;
    private final TwilioAccount account;
    private final Optional<String> publicUrl;
    private final TwilioAnswers answers;
    private final TwilioLookUp lookUp;

    /** @param publicUrl the service as the outside sees it, without a slash at the end: where callbacks go */
    public TwilioProvider(
            String name,
            SmsConfig.Provider config,
            Optional<String> publicUrl,
            Watchdog watchdog,
            Clock clock,
            MeterRegistry meters) {
        this.name = name;
        this.account = new TwilioAccount(config, watchdog);
        this.publicUrl = publicUrl;
        this.answers = new TwilioAnswers(name, clock, meters);
        this.lookUp = new TwilioLookUp(account);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int connections() {
        return account.config().connections();
    }

    @Override
    public OptionalDouble perSecond() {
        return account.config().segmentsPerSecond();
    }

    @Override
    public SendResult send(OutboundMessage message, SendPermit permit) {
        if (!E164.matcher(message.to()).matches()) {
            return SendResult.unsendable(name, "the recipient is not a number in E.164");
        }
        if (message.text() == null || message.text().isBlank()) {
            return SendResult.unsendable(name, "a text message needs a text");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(message.text())) {
            return SendResult.unsendable(name, "the text is not valid Unicode");
        }
        TwilioExchange exchange = account.exchange(permit);
        try {
            return taken(creator(message).create(account.client(exchange)), exchange, message);
        } catch (ApiException e) {
            return answers.failed(exchange, e.getCode(), e.getMessage(), message);
        } catch (TwilioException e) {
            return answers.failed(exchange, null, e.getMessage(), message);
        }
    }

    /** Asks Twilio what became of a message; see {@link org.tocsin.channel.MessageChannel#lookUp}. */
    LookUpResult lookUp(OutboundMessage message, Instant since) {
        return lookUp.find(message, since);
    }

    @Override
    public void close() {
        account.close();
    }

    private SendResult taken(Message created, TwilioExchange exchange, OutboundMessage message) {
        if (created.getSid() == null) {
            return answers.failed(exchange, null, null, message);
        }
        if (created.getErrorCode() != null && GIVEN_UP.contains(created.getStatus())) {
            return answers.stillborn(exchange.status(), created.getErrorCode(), message, created.getErrorMessage());
        }
        String status = created.getStatus() == null ? null : created.getStatus().toString();
        return SendResult.accepted(
                name, String.valueOf(exchange.status()), ProviderWords.scrub(status, message.to()), created.getSid());
    }

    private MessageCreator creator(OutboundMessage message) {
        SmsConfig.Provider config = account.config();
        PhoneNumber to = new PhoneNumber(message.to());
        MessageCreator creator = config.messagingServiceSid().isPresent()
                ? Message.creator(to, config.messagingServiceSid().get(), message.text())
                : Message.creator(to, new PhoneNumber(config.sender()), message.text());
        publicUrl.ifPresent(url -> creator.setStatusCallback(
                URI.create(StatusCallback.address(url, message.deliveryId(), message.attempt()))));
        return creator;
    }
}
