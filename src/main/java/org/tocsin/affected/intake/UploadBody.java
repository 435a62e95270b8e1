package org.tocsin.affected.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import org.tocsin.platform.Digests;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/** The body of an upload, hashed as it came while it is read. */
final class UploadBody {

    private final UploadRequest request;
    private final DigestInputStream raw;
    private InputStream records = InputStream.nullInputStream();
    private byte[] sha256;

    UploadBody(UploadRequest request) {
        this.request = request;
        this.raw = new DigestInputStream(request.body(), Digests.sha256());
    }

    /** The records, unpacked. To be asked for once. */
    InputStream records() throws IOException {
        records = request.coding().open(raw);
        return records;
    }

    /**
     * Reads what is left and compares the digest of the whole with the one that the sender gave, if any.
     *
     * @throws UploadRefused when they differ
     */
    void finish() throws IOException {
        records.transferTo(OutputStream.nullOutputStream());
        raw.transferTo(OutputStream.nullOutputStream());
        sha256 = raw.getMessageDigest().digest();
        if (request.digest().isPresent() && !request.digest().get().matches(sha256)) {
            throw new UploadRefused(
                    UploadRefused.BAD_REQUEST,
                    "What arrived does not have the digest in Content-Digest; send it again.");
        }
    }

    /** The digest of the finished body. */
    byte[] sha256() {
        return sha256;
    }

    /** What was asked, as a keyed digest: the finished body, and how it is to be read. */
    byte[] requestDigest(KeyRing keys) {
        return keys.mac(
                KeyPurpose.SEAL,
                "idempotent-upload",
                sha256,
                request.name().getBytes(StandardCharsets.UTF_8),
                request.format().name().getBytes(StandardCharsets.UTF_8));
    }
}
