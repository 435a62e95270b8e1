package org.tocsin.platform.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that ends in a 413 problem when it is longer than allowed. */
final class LimitedStream extends FilterInputStream {

    private final long maxBytes;
    private long readBytes;

    LimitedStream(InputStream body, long maxBytes) {
        super(body);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            count(1);
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Leaves what is unread to {@link UnreadBodies}: the server's stream would wait here for a body's end, for a minute. */
    @Override
    public void close() {}

    private void count(long bytes) {
        readBytes += bytes;
        if (readBytes > maxBytes) {
            throw BodyLimit.tooLong(maxBytes);
        }
    }
}
