package org.tocsin.platform.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tocsin.platform.Digests;

/**
 * What makes two requests the same: who sends them, where to, and under which key.
 *
 * @param caller the caller's subject
 * @param path of the request, without its query
 */
public record IdempotencyKey(String caller, String path, String key) {

    /** The request header that carries the key. */
    public static final String HEADER = "Idempotency-Key";

    /** The response header that tells a stored answer from a fresh one. */
    public static final String REPLAYED_HEADER = "Idempotent-Replayed";

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1,255}");

    /** The key of a request, or empty when it came without one; a header that is no key is a 400 problem. */
    public static Optional<IdempotencyKey> of(String caller, String path, String header) {
        if (header == null) {
            return Optional.empty();
        }
        if (!VISIBLE_ASCII.matcher(header).matches()) {
            throw Problems.invalid(HEADER, "must be 1 to 255 visible ASCII characters");
        }
        return Optional.of(new IdempotencyKey(caller, path, header));
    }

    /** The number of its advisory lock; two keys with the same number only wait for each other. */
    long lockNumber() {
        String all = caller + "\n" + path + "\n" + key;
        return ByteBuffer.wrap(Digests.sha256(all.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
