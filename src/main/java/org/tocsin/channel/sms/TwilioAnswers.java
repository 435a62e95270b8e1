package org.tocsin.channel.sms;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.ProviderWords;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;

/** Turns one exchange with Twilio into an outcome: by how far it got, then by HTTP status, then by Twilio's code. */
final class TwilioAnswers {

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY_REQUESTS = 429;

    private final String provider;
    private final Clock clock;
    private final CountedCodes codes;

    TwilioAnswers(String provider, Clock clock, MeterRegistry meters) {
        this.provider = provider;
        this.clock = clock;
        this.codes = new CountedCodes(meters);
    }

    /**
     * The outcome of a POST that brought no message.
     *
     * @param code Twilio's own code, or null
     * @param words Twilio's words, or null
     */
    SendResult failed(TwilioExchange exchange, Integer code, String words, OutboundMessage message) {
        int status = exchange.status();
        String scrubbed = ProviderWords.scrub(words, message.to());
        if (exchange.stage() == SendStage.NOT_STARTED) {
            return SendResult.notStarted(FailureClass.TOO_FAST, provider);
        }
        if (exchange.stage() == SendStage.CONNECT) {
            return result(Verdict.TRY_LATER, SendStage.CONNECT, FailureClass.PROVIDER_DOWN, null, scrubbed, null);
        }
        if (status == 0 || status >= 500 || status < 300) {
            String seen = status == 0 ? null : code(status, code);
            return result(Verdict.UNKNOWN, SendStage.HTTP_POST, FailureClass.AMBIGUOUS, seen, scrubbed, null);
        }
        FailureClass failureClass = classOf(status, code);
        return result(
                verdict(failureClass, code),
                SendStage.ANSWERED,
                failureClass,
                code(status, code),
                scrubbed,
                failureClass == FailureClass.TOO_FAST ? wait(exchange.retryAfter()) : null);
    }

    /** The outcome of a message that Twilio made and gave up in the same breath. */
    SendResult stillborn(int status, int code, OutboundMessage message, String words) {
        FailureClass failureClass = classOf(status, code);
        return result(
                verdict(failureClass, code),
                SendStage.ANSWERED,
                failureClass,
                code(status, code),
                ProviderWords.scrub(words, message.to()),
                null);
    }

    private FailureClass classOf(int status, Integer code) {
        if (status == TOO_MANY_REQUESTS) {
            return FailureClass.TOO_FAST;
        }
        if (code != null) {
            return codes.classOf(provider, code);
        }
        // Redirected, unauthorised, not found, gone: that concerns the account or the way there, and so everybody.
        return status == BAD_REQUEST ? FailureClass.POLICY : FailureClass.PROVIDER_DOWN;
    }

    private static Verdict verdict(FailureClass failureClass, Integer code) {
        return switch (failureClass) {
            case ADDRESS_DEAD, OPTED_OUT, UNSENDABLE -> Verdict.REFUSED;
            case POLICY -> code != null && TwilioCodes.concernsTheAccount(code) ? Verdict.TRY_LATER : Verdict.REFUSED;
            case MAILBOX_UNABLE, PROVIDER_DOWN, TOO_FAST -> Verdict.TRY_LATER;
            case AMBIGUOUS -> Verdict.UNKNOWN;
        };
    }

    private static String code(int status, Integer code) {
        return code == null ? String.valueOf(status) : status + " " + code;
    }

    // RFC 9110, 10.2.3: seconds or a date
    private Duration wait(String retryAfter) {
        if (retryAfter == null) {
            return null;
        }
        try {
            Duration asked = retryAfter.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(retryAfter))
                    : Duration.between(
                            clock.instant(), ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME));
            if (asked.isNegative()) {
                return null;
            }
            return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return null; // a wait that cannot be read is no wait: our own schedule holds
        }
    }

    private SendResult result(
            Verdict verdict,
            SendStage stage,
            FailureClass failureClass,
            String code,
            String words,
            Duration retryAfter) {
        return new SendResult(verdict, stage, failureClass, provider, code, words, null, retryAfter);
    }
}
