package org.tocsin.delivery.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.tocsin.platform.Digests;

/** The digest of a page of attempts: SHA-256 over its lines in order, each with a line feed. */
public final class AttemptsDigest {

    private final MessageDigest digest = Digests.sha256();
    private int attempts;

    /** Takes the line that comes next, see {@link AttemptPage#LINE}. */
    public void add(String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        attempts++;
    }

    /** How many attempts it is over. */
    public int attempts() {
        return attempts;
    }

    /** The digest in hex; ends it. */
    public String hex() {
        return Digests.hex(digest.digest());
    }
}
