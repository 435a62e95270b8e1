package org.tocsin.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.platform.StartRefused;

class KeyCheckTest {

    private static EmbeddedPostgres postgres;

    @TempDir
    Path folder;

    private DataSource database;

    @BeforeAll
    static void startDatabase() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void emptyTable() throws SQLException {
        database = postgres.getPostgresDatabase();
        execute("DROP TABLE IF EXISTS key_check");
        execute("CREATE TABLE key_check (purpose text PRIMARY KEY, check_value bytea NOT NULL)");
    }

    @Test
    void theFirstStartLeavesOneValueForEachKeyAndTheNextFindsThemRight() throws SQLException {
        start(embedded());
        Map<String, String> first = rows();
        start(embedded());

        assertThat(first).containsOnlyKeys("LOOKUP", "SEAL", "RETURN_PATH", "KEY_ENCRYPTION");
        assertThat(rows()).isEqualTo(first);
    }

    @Test
    void otherKeysAreRefusedAndChangeNothing() throws SQLException {
        start(embedded());
        Map<String, String> first = rows();
        Path other = folder.resolve("other.json");
        NewKeyFile.writeTo(other);

        assertThatThrownBy(() -> start(named(other)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(other.toString())
                .hasMessageContaining("LOOKUP, SEAL, RETURN_PATH, KEY_ENCRYPTION");
        assertThat(rows()).isEqualTo(first);
    }

    @Test
    void aSingleWrongKeyIsRefusedAndNamed() throws SQLException {
        start(embedded());
        execute("UPDATE key_check SET check_value = '\\x00' WHERE purpose = 'SEAL'");

        assertThatThrownBy(() -> start(embedded()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("(wrong: SEAL)");
    }

    @Test
    void wrongKeysDoNotFillAGapInTheChecks() throws SQLException {
        start(embedded());
        execute("DELETE FROM key_check WHERE purpose = 'KEY_ENCRYPTION'");
        Path other = folder.resolve("other.json");
        NewKeyFile.writeTo(other);

        assertThatThrownBy(() -> start(named(other))).isInstanceOf(StartRefused.class);
        assertThat(rows()).containsOnlyKeys("LOOKUP", "SEAL", "RETURN_PATH");
    }

    @Test
    void aLostKeyFileIsNotMadeAnewForADatabaseInUse() throws Exception {
        start(embedded());
        Files.delete(folder.resolve("keys.json"));

        assertThatThrownBy(() -> start(embedded()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("is missing");
        assertThat(folder.resolve("keys.json")).doesNotExist();
    }

    @Test
    void aDatabaseOfTheirOwnNeedsANamedFile() {
        assertThatThrownBy(() -> start(source(Optional.empty(), false)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("tocsin.keys.file");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aNamedFileIsNeverMade() {
        Path forgotten = folder.resolve("mount/keys.json");

        assertThatThrownBy(() -> start(named(forgotten)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("no key file at " + forgotten);
        assertThat(forgotten).doesNotExist();
    }

    private KeySource embedded() {
        return source(Optional.empty(), true);
    }

    private KeySource named(Path file) {
        return source(Optional.of(file), true);
    }

    private KeySource source(Optional<Path> named, boolean embedded) {
        return new KeySource(named, folder, embedded, new KeyCheckRows(database));
    }

    private void start(KeySource source) {
        new KeyCheck(source, source.keyRing(), new KeyCheckRows(database)).check();
    }

    private Map<String, String> rows() throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT purpose, encode(check_value, 'hex') FROM key_check")) {
            while (result.next()) {
                rows.put(result.getString(1), result.getString(2));
            }
        }
        return rows;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
