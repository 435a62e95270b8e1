package org.tocsin.affected.intake.parts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.tocsin.platform.http.Problems;

/**
 * What the sender says that a part's digest is (tus 1.0, checksum extension). SHA-1 must be known by every server of it; it
 * finds a damaged part, and nobody is asked to trust it for more.
 *
 * @param algorithm as {@link MessageDigest} calls it
 */
record PartChecksum(String algorithm, byte[] expected) {

    static final String HEADER = "Upload-Checksum";

    /** The names in {@link #HEADER}, as Tus-Checksum-Algorithm lists them. */
    static final String ALGORITHMS = "sha1,sha256";

    private static final Map<String, String> BY_NAME = Map.of("sha1", "SHA-1", "sha256", "SHA-256");

    /** The checksum in a header, or empty when there is no header; one that cannot be read is a 400 problem. */
    static Optional<PartChecksum> of(String header) {
        if (header == null) {
            return Optional.empty();
        }
        String[] words = header.strip().split(" ", 2);
        String algorithm = BY_NAME.get(words[0]);
        if (algorithm == null || words.length < 2) {
            throw Problems.invalid(HEADER, "must be sha1 or sha256, a space, and the part's digest in Base64");
        }
        try {
            return Optional.of(new PartChecksum(algorithm, Base64.getDecoder().decode(words[1].strip())));
        } catch (IllegalArgumentException e) {
            throw Problems.invalid(HEADER, "has a digest that is not Base64");
        }
    }

    MessageDigest fresh() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", e);
        }
    }

    boolean matches(byte[] actual) {
        return MessageDigest.isEqual(expected, actual);
    }
}
