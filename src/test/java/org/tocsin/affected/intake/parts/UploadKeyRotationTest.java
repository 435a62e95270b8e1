package org.tocsin.affected.intake.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.affected.IncidentRows;
import org.tocsin.affected.intake.UploadCoding;
import org.tocsin.affected.intake.UploadFormat;
import org.tocsin.evidence.TestEvidence;
import org.tocsin.platform.keys.NewKeyFile;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;

/** The wrapping key is changed while an upload in parts is under way. */
class UploadKeyRotationTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final SettableClock clock = new SettableClock();

    @Test
    void anUploadThatIsUnderWayKeepsItsKey(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys.json");
        NewKeyFile.writeTo(file);
        TestKeyRing.Running service = new TestKeyRing.Running(file, POSTGRES.database());
        BlockKeys keys = new BlockKeys(service.ring());
        PartedUpload before = begin(keys);
        byte[] block = keys.open(before).seal(0, "plain".getBytes(StandardCharsets.UTF_8));

        service.changeWrappingKey(TestEvidence.rotations(service.ring(), clock), new UploadKeyTable());

        PartedUpload after = find(before.id());
        assertThat(after.wrappedDataKey()).isNotEqualTo(before.wrappedDataKey());
        assertThat(keys.open(after).open(0, block))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("plain");
    }

    private static PartedUpload begin(BlockKeys keys) throws SQLException {
        UUID id = UUID.randomUUID();
        Instant now = Instant.now();
        PartedUpload upload = new PartedUpload(
                id,
                IncidentRows.add(POSTGRES.database()),
                "customers",
                UploadFormat.CSV,
                UploadCoding.IDENTITY,
                "",
                "tester",
                5,
                0,
                UploadStatus.RECEIVING,
                null,
                null,
                keys.create(id),
                0,
                now,
                now);
        POSTGRES.run(connection -> new PartedUploads().add(connection, upload));
        return find(id);
    }

    private static PartedUpload find(UUID id) throws SQLException {
        return POSTGRES.call(connection -> new PartedUploads().find(connection, id))
                .orElseThrow();
    }
}
