package org.tocsin.channel.sms;

import com.twilio.exception.TwilioException;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageReader;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.OutboundMessage;

/**
 * Finds a message whose answer was lost among those that Twilio has. The recipient is not enough: two customers can share a
 * phone, so the text and the time must fit too.
 */
final class TwilioLookUp {

    private static final int PAGE_SIZE = 100;
    private static final long MOST_READ = 1_000;
    // Twilio's clock is not ours, and its times are in whole seconds.
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(2);
    private static final int RETRIES = 2;
    private static final long DELAY_MILLIS = 500;

    private final TwilioAccount account;
    private final TypedGuard<LookUpResult> guard = TypedGuard.create(LookUpResult.class)
            .withRetry()
            .maxRetries(RETRIES)
            .delay(DELAY_MILLIS, ChronoUnit.MILLIS)
            .retryOn(TwilioException.class)
            .done()
            .build();

    TwilioLookUp(TwilioAccount account) {
        this.account = account;
    }

    LookUpResult find(OutboundMessage message, Instant since) {
        try {
            return guard.get(() -> ask(message, since));
        } catch (TwilioException e) {
            return LookUpResult.UNAVAILABLE;
        }
    }

    private LookUpResult ask(OutboundMessage message, Instant since) {
        // Not by the day it was sent, which the API could also be asked for: a message still in Twilio's queue has
        // none.
        MessageReader reader = Message.reader().setTo(message.to());
        reader.pageSize(PAGE_SIZE).limit(MOST_READ);
        List<String> found = new ArrayList<>();
        long read = 0;
        for (Message candidate : reader.read(account.client(account.exchange(() -> true)))) {
            read++;
            if (isThis(candidate, message, since)) {
                found.add(candidate.getSid());
            }
        }
        if (found.size() > 1 || read == MOST_READ) {
            return LookUpResult.AMBIGUOUS;
        }
        return found.isEmpty() ? LookUpResult.NOT_FOUND : new LookUpResult(LookUpResult.Answer.FOUND, found.get(0));
    }

    private static boolean isThis(Message candidate, OutboundMessage message, Instant since) {
        return candidate.getDirection() != Message.Direction.INBOUND
                && message.text().equals(candidate.getBody())
                && candidate.getDateCreated() != null
                && !candidate.getDateCreated().toInstant().isBefore(since.minus(CLOCK_DIFFERENCE));
    }
}
