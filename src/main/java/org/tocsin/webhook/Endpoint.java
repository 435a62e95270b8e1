package org.tocsin.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Somebody who is told.
 *
 * @param disabledReason why nothing is sent to it, or null
 * @param waitingBatches batches of which it has not been told everything yet
 * @param failingSince since when the longest of them cannot be told, or null
 * @param failure why the last try came to nothing, or null
 */
record Endpoint(
        UUID id,
        String url,
        String description,
        List<String> eventTypes,
        Status status,
        DisabledReason disabledReason,
        Instant disabledAt,
        String createdBy,
        Instant createdAt,
        long waitingBatches,
        Instant failingSince,
        String failure) {

    /** Whether it is told. */
    enum Status {
        ENABLED,
        DISABLED
    }

    /** Why it is not. */
    enum DisabledReason {
        /** It answered 410. */
        GONE,
        /** It could not be told for days. */
        GAVE_UP
    }
}
