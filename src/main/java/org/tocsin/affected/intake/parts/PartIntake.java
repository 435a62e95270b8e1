package org.tocsin.affected.intake.parts;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.tocsin.affected.intake.ConnectionTransaction;
import org.tocsin.affected.intake.UploadLock;
import org.tocsin.affected.intake.UploadRefused;
import org.tocsin.platform.http.Problems;

/**
 * Takes one part of an upload, block by block. Without a checksum every block counts as soon as it is stored, so that little of a
 * part that breaks off is sent again; with one, nothing of the part counts before the checksum was found right.
 */
@ApplicationScoped
class PartIntake {

    private static final int LOCKED = 423;
    private static final int CHECKSUM_MISMATCH = 460; // tus 1.0, checksum extension

    private final DataSource database;
    private final OwnUploads own;
    private final PartedUploads uploads;
    private final UploadBlocks blocks;
    private final BlockKeys keys;
    private final UploadsConfig config;
    private final Clock clock;

    PartIntake(
            @io.quarkus.agroal.DataSource("bulk") DataSource database,
            OwnUploads own,
            PartedUploads uploads,
            UploadBlocks blocks,
            BlockKeys keys,
            UploadsConfig config,
            Clock clock) {
        this.database = database;
        this.own = own;
        this.uploads = uploads;
        this.blocks = blocks;
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A part on its way in.
     *
     * @param caller the subject of who sends it
     * @param offset where in the upload it begins
     * @param body of any length that still fits
     */
    record Part(UUID uploadId, String caller, long offset, Optional<PartChecksum> checksum, InputStream body) {}

    /**
     * Receives one part, and answers with the upload as it is then.
     *
     * @throws HttpProblem 403, 404, 409, 410, 413, 423, or 460 when the checksum is wrong
     * @throws UploadRefused when the part broke off
     */
    PartedUpload receive(Part part) {
        UploadLock lock = UploadLock.ofParts(part.uploadId());
        try (Connection connection = database.getConnection()) {
            if (!lock.tryTake(connection)) {
                throw HttpProblem.builder()
                        .withStatus(LOCKED)
                        .withTitle("Locked")
                        .withDetail("Another part of this upload is being received.")
                        .build();
            }
            try {
                PartedUpload upload = own.find(connection, part.uploadId(), part.caller());
                requireNext(upload, part.offset());
                // What is left of a part with a checksum whose service went away.
                blocks.removeFrom(connection, upload.id(), upload.received());
                new Receiving(connection, upload, part).run();
                return own.find(connection, part.uploadId(), part.caller());
            } finally {
                lock.release(connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a part of an upload could not be stored", e);
        }
    }

    private static void requireNext(PartedUpload upload, long offset) {
        if (upload.status() != UploadStatus.RECEIVING) {
            throw Problems.conflict("Every byte of this upload is there.");
        }
        if (offset != upload.received()) {
            throw Problems.conflict("The next part begins at byte " + upload.received() + ".");
        }
    }

    /** One part while it comes in. */
    private final class Receiving {

        private final Connection connection;
        private final PartedUpload upload;
        private final Part part;
        private final Optional<MessageDigest> digest;
        private final BlockKeys.BlockKey key;
        private long at;
        private long counted;

        Receiving(Connection connection, PartedUpload upload, Part part) {
            this.connection = connection;
            this.upload = upload;
            this.part = part;
            this.digest = part.checksum().map(PartChecksum::fresh);
            this.key = keys.open(upload);
            this.at = upload.received();
            this.counted = upload.received();
        }

        void run() throws SQLException {
            try {
                for (byte[] block = next(); block.length > 0; block = next()) {
                    store(block);
                }
                if (digest.isPresent()) {
                    requireRight(digest.get());
                    count(at);
                }
            } catch (IOException e) {
                blocks.removeFrom(connection, upload.id(), counted);
                throw UploadRefused.partBrokenOff();
            } catch (HttpProblem e) {
                blocks.removeFrom(connection, upload.id(), counted);
                throw e;
            }
        }

        /** A full block, or what there is at the part's end. */
        private byte[] next() throws IOException {
            byte[] block = part.body().readNBytes((int) Math.min(UploadBlocks.MAX_BYTES, upload.length() - at));
            if (at + block.length == upload.length() && part.body().read() >= 0) {
                throw HttpProblem.valueOf(
                        Response.Status.REQUEST_ENTITY_TOO_LARGE, "The part goes on behind the upload's length.");
            }
            return block;
        }

        private void store(byte[] block) throws SQLException {
            byte[] envelope = key.seal(at, block);
            long end = at + block.length;
            if (digest.isPresent()) {
                digest.get().update(block);
                blocks.add(connection, upload.id(), at, envelope);
            } else {
                ConnectionTransaction.run(connection, () -> {
                    blocks.add(connection, upload.id(), at, envelope);
                    count(end);
                });
            }
            at = end;
        }

        private void count(long end) throws SQLException {
            Instant now = clock.instant();
            uploads.advance(connection, upload.id(), end, now, now.plus(config.expireAfter()));
            counted = end;
        }

        private void requireRight(MessageDigest actual) {
            if (!part.checksum().orElseThrow().matches(actual.digest())) {
                throw HttpProblem.builder()
                        .withStatus(CHECKSUM_MISMATCH)
                        .withTitle("Checksum Mismatch")
                        .withDetail("The part does not have the digest in Upload-Checksum; nothing of it was kept.")
                        .build();
            }
        }
    }
}
