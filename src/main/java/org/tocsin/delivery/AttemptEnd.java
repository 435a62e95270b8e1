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
        String contentHash) {}
