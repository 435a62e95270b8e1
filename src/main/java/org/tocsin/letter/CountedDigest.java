package org.tocsin.letter;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import org.tocsin.platform.Digests;

/** Passes a file on, and knows afterwards how long it was and its SHA-256. */
final class CountedDigest extends DigestOutputStream {

    private long bytes;

    CountedDigest(OutputStream out) {
        super(out, Digests.sha256());
    }

    @Override
    public void write(int b) throws IOException {
        super.write(b);
        bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        super.write(from, offset, length);
        bytes += length;
    }

    long bytes() {
        return bytes;
    }

    /** The digest in lower-case hex; to be asked for once, at the end. */
    String sha256() {
        return Digests.hex(getMessageDigest().digest());
    }
}
