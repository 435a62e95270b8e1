package org.tocsin.delivery;

import java.time.Instant;

/**
 * How an attempt ended.
 *
 * @param words the provider's words, scrubbed of personal data
 * @param contentHash keyed hash of what was sent, or of nothing when the message could not be made
 */
public record AttemptEnd(
        Instant startedAt,
        Instant endedAt,
        String stage,
        String result,
        String failureClass,
        String code,
        String words,
        String provider,
        String providerId,
        String contentHash) {

    /** Drops NUL, which PostgreSQL refuses in a text: one odd answer must not hold up the group that it is written with. */
    public AttemptEnd {
        code = withoutNul(code);
        words = withoutNul(words);
        providerId = withoutNul(providerId);
    }

    private static String withoutNul(String text) {
        return text == null ? null : text.replace("\0", "");
    }
}
