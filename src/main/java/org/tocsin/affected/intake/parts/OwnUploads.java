package org.tocsin.affected.intake.parts;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.tocsin.platform.Ids;
import org.tocsin.platform.http.Problems;

/** The uploads of a caller: begun by them, and seen by nobody else. */
@ApplicationScoped
class OwnUploads {

    private final DataSource database;
    private final PartedUploads uploads;
    private final BlockKeys keys;
    private final UploadsConfig config;
    private final Clock clock;

    OwnUploads(DataSource database, PartedUploads uploads, BlockKeys keys, UploadsConfig config, Clock clock) {
        this.database = database;
        this.uploads = uploads;
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Begins an upload.
     *
     * @param header the metadata as they came
     * @throws HttpProblem 404 without such an incident
     */
    PartedUpload begin(UploadMetadata metadata, String header, long length, String caller) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        PartedUpload upload = new PartedUpload(
                id,
                metadata.incidentId(),
                metadata.name(),
                metadata.format(),
                metadata.coding(),
                header,
                caller,
                length,
                0,
                UploadStatus.RECEIVING,
                null,
                null,
                keys.create(id),
                0,
                now,
                now.plus(config.expireAfter()));
        try (Connection connection = database.getConnection()) {
            if (!uploads.add(connection, upload)) {
                throw Problems.notFound("incident");
            }
            return upload;
        } catch (SQLException e) {
            throw new IllegalStateException("an upload could not be begun", e);
        }
    }

    /** An upload that the caller began and whose time is not over; else a 403, 404 or 410 problem. */
    PartedUpload find(UUID id, String caller) {
        try (Connection connection = database.getConnection()) {
            return find(connection, id, caller);
        } catch (SQLException e) {
            throw new IllegalStateException("an upload could not be read", e);
        }
    }

    /** The same on a connection of the caller's. */
    PartedUpload find(Connection connection, UUID id, String caller) throws SQLException {
        PartedUpload upload = uploads.find(connection, id).orElseThrow(() -> Problems.notFound("upload"));
        if (!upload.uploader().equals(caller)) {
            // Whoever uploaded records cannot approve their batch; two people's parts would have two uploaders.
            throw Problems.forbidden("Only who began an upload goes on with it.");
        }
        if (upload.hasExpired(clock.instant())) {
            throw HttpProblem.valueOf(Response.Status.GONE, "The upload has expired; begin it anew.");
        }
        return upload;
    }
}
