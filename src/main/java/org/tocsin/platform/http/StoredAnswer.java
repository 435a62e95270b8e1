package org.tocsin.platform.http;

import java.security.MessageDigest;

/**
 * The first answer to a request with an idempotency key.
 *
 * @param requestDigest keyed digest of what was asked
 * @param location the Location header, or null
 * @param body JSON, or null
 */
public record StoredAnswer(byte[] requestDigest, int status, String location, String body) {

    /** Lets only the same request have this answer; another one under the same key is a 422 problem. */
    public StoredAnswer requireSameRequest(byte[] digest) {
        if (!MessageDigest.isEqual(requestDigest, digest)) {
            throw Problems.unprocessable(
                    "This Idempotency-Key was used for another request; a new request takes a new key.");
        }
        return this;
    }
}
