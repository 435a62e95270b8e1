package org.tocsin.affected.intake;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * An upload in gzip (RFC 1952), unpacked while it is read. Several members one after the other are one upload, as pigz and
 * bgzip write them; the platform's own stream stops at the end of a member when the network has no more bytes ready.
 */
final class GzipUpload extends InputStream {

    /** Records shrink to a tenth, very regular ones to a fiftieth; what shrinks further was made to keep the service busy. */
    private static final int MAX_RATIO = 200;

    private static final long RATIO_CHECKED_FROM_BYTES = 64L << 20;

    private final Packed packed;
    private final GzipCompressorInputStream unpacked;
    private long unpackedBytes;

    GzipUpload(InputStream raw) throws IOException {
        packed = new Packed(raw);
        try {
            unpacked = new GzipCompressorInputStream(packed, true);
        } catch (IOException e) {
            throw refusedUnlessBrokenOff(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read;
        try {
            read = unpacked.read(target, offset, length);
        } catch (IOException e) {
            throw refusedUnlessBrokenOff(e);
        }
        unpackedBytes += Math.max(0, read);
        if (unpackedBytes > RATIO_CHECKED_FROM_BYTES && unpackedBytes / MAX_RATIO > packed.bytes) {
            throw new UploadRefused(
                    UploadRefused.TOO_LARGE, "The upload unpacks to more than " + MAX_RATIO + " times its size.");
        }
        return read;
    }

    /** What the network threw, or an end too early, is an upload that broke off; anything else is in the bytes. */
    private IOException refusedUnlessBrokenOff(IOException problem) {
        if (packed.failed || problem instanceof EOFException) {
            return problem;
        }
        throw new UploadRefused(
                UploadRefused.BAD_REQUEST, "The upload is not valid gzip, which its Content-Encoding says it is.");
    }

    /** The packed bytes: how many came, and whether they stopped coming. */
    private static final class Packed extends FilterInputStream {

        private long bytes;
        private boolean failed;

        Packed(InputStream raw) {
            super(raw);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int read = in.read(target, offset, length);
                bytes += Math.max(0, read);
                return read;
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        @Override
        public boolean markSupported() {
            return false; // to go back would count bytes twice
        }
    }
}
