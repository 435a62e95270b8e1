package org.tocsin.affected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.affected.intake.StoredUploads;
import org.tocsin.evidence.TestEvidence;
import org.tocsin.platform.StartRefused;
import org.tocsin.platform.keys.NewKeyFile;
import org.tocsin.platform.keys.RotationStep;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;

/** The wrapping key is changed under a running service, whose people open at every moment. */
class DataKeyRotationTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private static final String CSV = "customerRef,email\n1,ana@example.org\n";

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private Path file;
    private TestKeyRing.Running service;

    @BeforeEach
    void start() throws SQLException {
        POSTGRES.execute("DELETE FROM key_check");
        file = folder.resolve("keys.json");
        NewKeyFile.writeTo(file);
        service = new TestKeyRing.Running(file, POSTGRES.database());
    }

    @Test
    void everyDataKeyIsWrappedAnewAndThenTheOldKeyMayGo() throws Exception {
        UUID first = upload();
        String wrapped = wrapped(first);

        service.step(RotationStep.ADD);
        assertThat(service.ring().newestAlone())
                .as("the old key is still in use")
                .isEmpty();
        service.step(RotationStep.USE);
        UUID second = upload();
        assertOpens(first, second);
        String wrappedByTheNewest = wrapped(second);
        wrapAll();
        assertThat(wrapped(first)).isNotEqualTo(wrapped);
        assertThat(wrapped(second)).isEqualTo(wrappedByTheNewest);
        assertOpens(first, second);
        service.step(RotationStep.DROP);

        assertThat(service.ring().newestAlone()).isEmpty();
        assertOpens(first, second);
        service = new TestKeyRing.Running(file, POSTGRES.database());
        assertOpens(first, second);
        assertThat(POSTGRES.text(
                        "SELECT string_agg(detail, ' ') FROM evidence_entry WHERE action = 'DATA_KEYS_REWRAPPED'"))
                .contains("\"RECORD_SETS\":");
    }

    @Test
    void aFileWithoutTheOldKeyIsNotTakenBeforeEverythingIsWrappedAnew() throws Exception {
        UUID set = upload();
        service.step(RotationStep.ADD);
        service.step(RotationStep.USE);
        byte[] withBoth = Files.readAllBytes(file);
        service.step(RotationStep.DROP);

        assertOpens(set);
        assertThat(service.ring().newestAlone())
                .as("the service goes on with both")
                .isPresent();
        assertThatThrownBy(() -> new TestKeyRing.Running(file, POSTGRES.database()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("(wrong: KEY_ENCRYPTION)");

        Files.write(file, withBoth);
        service.look();
        wrapAll();
        service.step(RotationStep.DROP);
        assertThat(service.ring().newestAlone()).isEmpty();
        assertOpens(set);
    }

    @Test
    void anotherServicesFileAndABrokenOneAreNotTaken() throws Exception {
        UUID set = upload();
        Path others = folder.resolve("others.json");
        NewKeyFile.writeTo(others);
        Files.copy(others, file, StandardCopyOption.REPLACE_EXISTING);
        service.look();
        assertOpens(set);
        Files.writeString(file, "{}");
        service.look();
        assertOpens(set);
        Files.delete(file);
        service.look();
        assertOpens(set);
    }

    @Test
    void aPurgedSetGetsNoKeyBackAndATamperedOneStopsNobody() throws Exception {
        UUID purged = upload();
        UUID tampered = upload();
        UUID whole = upload();
        POSTGRES.execute("UPDATE record_set SET status = 'PURGED', wrapped_data_key = '' WHERE id = '" + purged + "'");
        POSTGRES.execute(
                "SET session_replication_role = replica; UPDATE record_set SET wrapped_data_key = 'x' WHERE id = '"
                        + tampered + "'");
        service.step(RotationStep.ADD);
        service.step(RotationStep.USE);
        wrapAll();
        service.step(RotationStep.DROP);

        assertOpens(whole);
        assertThat(wrapped(purged)).isEmpty();
    }

    private void wrapAll() {
        service.wrapAll(TestEvidence.rotations(service.ring(), clock), new RecordSetKeyTable());
    }

    private UUID upload() throws Exception {
        return new StoredUploads(POSTGRES.database(), service.ring(), clock).sealed(CSV);
    }

    private void assertOpens(UUID... sets) {
        People people = new People(POSTGRES.database(), new DataKeys(service.ring(), clock), new SimpleMeterRegistry());
        assertThat(List.of(sets))
                .allSatisfy(set ->
                        assertThat(people.find(set, "1").orElseThrow().email()).isEqualTo("ana@example.org"));
    }

    private static String wrapped(UUID set) throws SQLException {
        return POSTGRES.text("SELECT encode(wrapped_data_key, 'hex') FROM record_set WHERE id = '" + set + "'");
    }
}
