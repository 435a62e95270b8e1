package org.tocsin.affected.intake;

import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.tocsin.affected.DataKeys;
import org.tocsin.affected.IncidentRows;
import org.tocsin.contact.ContactDigests;
import org.tocsin.platform.Ids;
import org.tocsin.platform.keys.KeyRing;

/** Uploads into a database without the service around them. */
public final class StoredUploads {

    private final DataSource database;
    private final KeyRing keys;
    private final Clock clock;
    private final ReceivingSets sets;
    private final UploadReading reading;

    public StoredUploads(DataSource database, KeyRing keys, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
        this.sets = new ReceivingSets(clock);
        this.reading = new UploadReading(new ContactDigests(keys), clock);
    }

    /** A CSV text as a sealed set. */
    public UUID sealed(String csv) throws Exception {
        UUID id = Ids.next();
        try (Connection connection = database.getConnection()) {
            ReadUpload read = read(connection, id, Uploads.of(csv));
            String digest = read.digest().finish(keys, id);
            sets.seal(
                    connection,
                    id,
                    new SealedContent(
                            List.of(),
                            ContactIndex.write(connection, id, read.contacts()),
                            new byte[32],
                            digest,
                            read.sealDigest()));
        }
        return id;
    }

    /** Reads an upload into a set that is still being received afterwards. */
    ReadUpload read(Connection connection, UUID id, InputStream csv) throws Exception {
        DataKeys.Fresh key = new DataKeys(keys, clock).create(id);
        UploadRequest request = new UploadRequest(
                IncidentRows.add(database),
                "test",
                UploadFormat.CSV,
                UploadCoding.IDENTITY,
                "tester",
                Optional.empty(),
                Optional.empty(),
                csv);
        begin(connection, id, request, key);
        return reading.read(connection, id, key.envelope(), UploadFormat.CSV, new UploadBody(request));
    }

    private void begin(Connection connection, UUID id, UploadRequest request, DataKeys.Fresh key) throws SQLException {
        if (!sets.begin(connection, id, request, key.wrapped())) {
            throw new IllegalStateException("no such incident");
        }
    }
}
