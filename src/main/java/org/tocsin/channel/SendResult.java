package org.tocsin.channel;

import java.time.Duration;

/**
 * What became of one attempt. A provider's refusal is a value, never an exception.
 *
 * @param failureClass null when accepted
 * @param provider the configured provider's name
 * @param code the provider's code as it came (SMTP reply and enhanced code, HTTP status and error code), or null
 * @param words the provider's words, scrubbed of addresses and numbers, at most 500 characters, or null
 * @param providerId the provider's own id of the message, or null
 * @param retryAfter the wait that the provider asked for, or null
 */
public record SendResult(
        Verdict verdict,
        SendStage stage,
        FailureClass failureClass,
        String provider,
        String code,
        String words,
        String providerId,
        Duration retryAfter) {

    public enum Verdict {
        /** The next hop took it. */
        ACCEPTED,
        /** Refused for good. */
        REFUSED,
        /** Not now; may be tried again later. */
        TRY_LATER,
        /** May have been taken; no answer. */
        UNKNOWN
    }

    public static SendResult accepted(String provider, String code, String words, String providerId) {
        return new SendResult(Verdict.ACCEPTED, SendStage.ANSWERED, null, provider, code, words, providerId, null);
    }

    /** Nothing left: every provider's breaker is open, no connection was free, or the permit had lapsed. */
    public static SendResult notStarted(FailureClass failureClass, String provider) {
        return new SendResult(Verdict.TRY_LATER, SendStage.NOT_STARTED, failureClass, provider, null, null, null, null);
    }

    /** This one message cannot be made; the reason quotes nothing of it. */
    public static SendResult unsendable(String provider, String reason) {
        return new SendResult(
                Verdict.REFUSED, SendStage.NOT_STARTED, FailureClass.UNSENDABLE, provider, null, reason, null, null);
    }

    /** The same result, its words without what the recipient's name is made of. */
    public SendResult withoutName(String name) {
        return new SendResult(
                verdict,
                stage,
                failureClass,
                provider,
                code,
                ProviderWords.withoutName(words, name),
                providerId,
                retryAfter);
    }

    /** Whether the attempt counts against the person's retry schedule. */
    public boolean burnsAttempt() {
        return verdict != Verdict.ACCEPTED && failureClass != FailureClass.TOO_FAST && stage != SendStage.NOT_STARTED;
    }
}
