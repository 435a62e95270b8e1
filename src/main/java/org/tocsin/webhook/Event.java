package org.tocsin.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that an endpoint is told.
 *
 * @param seq its number in its batch, from 1
 * @param data a JSON object: ids, states and counts, never personal data
 */
record Event(UUID id, long seq, String type, Instant occurredAt, String data) {

    /** The body, the same bytes at each attempt. */
    String body() {
        return "{\"type\":\"" + type + "\",\"timestamp\":\"" + occurredAt + "\",\"data\":" + data + "}";
    }
}
