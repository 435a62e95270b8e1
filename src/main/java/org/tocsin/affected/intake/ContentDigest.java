package org.tocsin.affected.intake;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tocsin.platform.http.Problems;

/**
 * The digest that a sender gives of an upload (RFC 9530), by which one that broke off is noticed.
 *
 * @param sha256 32 bytes
 */
public record ContentDigest(byte[] sha256) {

    /** The header that carries it. */
    public static final String HEADER = "Content-Digest";

    private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/]{43}=):\\s*(?=,|$)");

    /** The digest in a header, or empty when there is no header; one without a readable sha-256 is a 400 problem. */
    public static Optional<ContentDigest> of(String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher matcher = SHA_256.matcher(header);
        if (!matcher.find()) {
            throw Problems.invalid(HEADER, "must have the upload's digest as sha-256=:<Base64>: (RFC 9530)");
        }
        return Optional.of(new ContentDigest(Base64.getDecoder().decode(matcher.group(1))));
    }

    /** Whether what arrived has this digest. */
    public boolean matches(byte[] actual) {
        return MessageDigest.isEqual(sha256, actual);
    }
}
