package org.tocsin.affected.intake.parts;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.tocsin.affected.intake.Intake;
import org.tocsin.affected.intake.UploadRefused;
import org.tocsin.affected.intake.UploadRequest;
import org.tocsin.affected.intake.UploadSlots;
import org.tocsin.platform.Scrubbed;
import org.tocsin.platform.http.IdempotencyKey;

/**
 * Reads complete uploads into record sets, one at a time on each replica. The upload's id is the reading's idempotency key: one that
 * was cut off is begun anew, by whichever replica, and one whose end was cut off is not done twice.
 */
@ApplicationScoped
class CompleteUploads {

    private static final Logger LOG = Logger.getLogger(CompleteUploads.class);
    private static final Duration TRIED_AGAIN_AFTER = Duration.ofMinutes(1);
    private static final int MAX_TRIES = 5;

    private final DataSource database;
    private final PartedUploads uploads;
    private final UploadBlocks blocks;
    private final BlockKeys keys;
    private final Intake intake;
    private final UploadSlots slots;
    private final UploadsConfig config;
    private final Clock clock;

    CompleteUploads(
            @io.quarkus.agroal.DataSource("bulk") DataSource database,
            PartedUploads uploads,
            UploadBlocks blocks,
            BlockKeys keys,
            Intake intake,
            UploadSlots slots,
            UploadsConfig config,
            Clock clock) {
        this.database = database;
        this.uploads = uploads;
        this.blocks = blocks;
        this.keys = keys;
        this.intake = intake;
        this.slots = slots;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void readWaiting() throws SQLException {
        if (!slots.tryTake()) {
            return;
        }
        try {
            for (Optional<PartedUpload> next = take(); next.isPresent(); next = take()) {
                read(next.get());
            }
        } finally {
            slots.giveBack();
        }
    }

    private Optional<PartedUpload> take() throws SQLException {
        Instant now = clock.instant();
        try (Connection connection = database.getConnection()) {
            return uploads.take(connection, now, now.plus(TRIED_AGAIN_AFTER));
        }
    }

    private void read(PartedUpload upload) throws SQLException {
        try {
            UUID recordSet = intake.receive(request(upload)).recordSetId();
            end(upload, recordSet, null);
        } catch (UploadRefused e) {
            end(upload, e.recordSetId().orElse(null), e.getMessage());
        } catch (HttpProblem e) {
            if (e.getStatusCode() != Response.Status.CONFLICT.getStatusCode()) {
                countTry(upload, e);
            } // else another replica reads it
        } catch (RuntimeException e) {
            countTry(upload, e);
        }
    }

    private UploadRequest request(PartedUpload upload) {
        IdempotencyKey key = new IdempotencyKey(
                upload.uploader(),
                TusResource.PATH + "/" + upload.id(),
                upload.id().toString());
        return new UploadRequest(
                upload.incidentId(),
                upload.name(),
                upload.format(),
                upload.coding(),
                upload.uploader(),
                Optional.of(key),
                Optional.empty(),
                new StoredBody(database, blocks, keys.open(upload), upload));
    }

    private void end(PartedUpload upload, UUID recordSet, String failure) throws SQLException {
        try (Connection connection = database.getConnection()) {
            uploads.end(
                    connection, upload.id(), recordSet, failure, clock.instant().plus(config.expireAfter()));
            blocks.removeFrom(connection, upload.id(), 0);
        }
    }

    private void countTry(PartedUpload upload, RuntimeException problem) throws SQLException {
        LOG.warnf(Scrubbed.of(problem), "Upload %s could not be read", upload.id());
        if (upload.tries() + 1 >= MAX_TRIES) {
            end(upload, null, "The service could not store the upload.");
            return;
        }
        try (Connection connection = database.getConnection()) {
            uploads.countTry(connection, upload.id());
        }
    }
}
