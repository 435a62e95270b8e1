package org.tocsin.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.platform.StartRefused;

/** What is found in the data folder after something went wrong, and what is done about it. */
class EmbeddedDatabaseRecoveryIT {

    @TempDir
    static Path parent;

    private Path folder;

    @BeforeEach
    void keepSomething() throws Exception {
        folder = parent.resolve("data");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            execute(
                    url(database),
                    "CREATE TABLE IF NOT EXISTS kept (id int)",
                    "TRUNCATE kept",
                    "INSERT INTO kept VALUES (1)");
        }
    }

    @Test
    void afterTheServiceWasKilledItsServerIsStoppedAndStartedAnew() throws Exception {
        DatabaseProcess service = DatabaseProcess.start(folder);
        execute(service.word(), "INSERT INTO kept VALUES (2)");
        long orphan = serverProcess();
        service.kill();
        assertThat(ProcessHandle.of(orphan)).isPresent();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(serverProcess()).isNotEqualTo(orphan);
            assertThat(kept(url(database))).isEqualTo(2);
        }
    }

    @Test
    void afterServiceAndServerWereKilledWhatWasCommittedIsRecovered() throws Exception {
        DatabaseProcess service = DatabaseProcess.start(folder);
        execute(service.word(), "INSERT INTO kept SELECT generate_series(2, 1000)");
        service.kill();
        ProcessHandle.of(serverProcess()).orElseThrow().destroyForcibly();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(kept(url(database))).isEqualTo(1000);
        }
    }

    @Test
    void aServerThatEndsByItselfIsStartedAgainAtTheSameAddress() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            ProcessHandle.of(serverProcess()).orElseThrow().destroyForcibly();

            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .untilAsserted(() -> assertThat(kept(url(database))).isEqualTo(1));
        }
    }

    @Test
    void aSecondServiceOnTheFolderIsRefusedAndTheFirstUnharmed() throws Exception {
        try (EmbeddedDatabase first = EmbeddedDatabase.start(folder);
                DatabaseProcess second = DatabaseProcess.start(folder)) {
            assertThat(second.word())
                    .contains(
                            "Another Tocsin (process " + ProcessHandle.current().pid() + ") is running",
                            folder.toString());
            assertThat(kept(url(first))).isEqualTo(1);
        }
    }

    @Test
    void aProcessThatGotTheNumberOfTheLastServerIsLeftAloneAndNoHindrance() throws Exception {
        Process innocent = new ProcessBuilder("cat").start();
        recordServerProcess(innocent.pid());

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(kept(url(database))).isEqualTo(1);
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly().waitFor();
        }
    }

    @Test
    void aServerThatEndedButWasNotCollectedByItsParentIsNoHindrance() throws Exception {
        Process careless = new ProcessBuilder("sh", "-c", "sleep 1000 & echo $!; exec cat").start();
        long ended = Long.parseLong(careless.inputReader().readLine());
        careless.outputWriter().append("the shell became cat\n").flush();
        careless.inputReader().readLine();
        ProcessHandle.of(ended).orElseThrow().destroyForcibly();
        Awaitility.await().until(() -> Files.readString(Path.of("/proc/" + ended + "/stat"))
                .contains(") Z "));
        recordServerProcess(ended);

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(kept(url(database))).isEqualTo(1);
        } finally {
            careless.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatMayBeAServerOnTheFolderIsNeitherStoppedNorIgnored() throws Exception {
        Path lookalike = parent.resolve("elsewhere/bin/postgres");
        Files.createDirectories(lookalike.getParent());
        Files.copy(Path.of("/bin/cat").toRealPath(), lookalike, StandardCopyOption.COPY_ATTRIBUTES);
        Process other = new ProcessBuilder(lookalike.toString()).start();
        recordServerProcess(other.pid());

        try {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("Process " + other.pid());
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly().waitFor();
            Files.delete(folder.resolve("postgres/postmaster.pid"));
        }
    }

    @Test
    void aDatabaseHalfMadeByAKilledFirstStartIsMadeAnew() throws Exception {
        Path finished = parent.resolve("finished");
        Files.move(folder.resolve("postgres"), finished);
        Files.createDirectories(folder.resolve("postgres.new/base/1"));
        Files.writeString(folder.resolve("postgres.new/PG_VERSION"), "18");

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            execute(url(database), "CREATE TABLE kept (id int)");
            assertThat(folder.resolve("postgres.new")).doesNotExist();
        }
    }

    @Test
    void aFolderOfSomethingElseIsLeftAsItIs() throws Exception {
        Path other = parent.resolve("other");
        Files.createDirectories(other.resolve("postgres"));
        Files.writeString(other.resolve("postgres/notes.txt"), "mine");

        assertThatThrownBy(() -> EmbeddedDatabase.start(other))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("not a PostgreSQL database");
        try (var content = Files.list(other.resolve("postgres"))) {
            assertThat(content).containsExactly(other.resolve("postgres/notes.txt"));
        }
    }

    @Test
    void dataOfAnotherMajorVersionAreRefusedAndLeftAsTheyAre() throws Exception {
        Path version = folder.resolve("postgres/PG_VERSION");
        String ours = Files.readString(version);
        Files.writeString(version, "17\n");

        assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("written by PostgreSQL 17")
                .hasMessageContaining("brings PostgreSQL " + ours.strip());

        Files.writeString(version, ours);
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(kept(url(database))).isEqualTo(1);
        }
    }

    @Test
    void aLostPasswordFileIsNamed() throws Exception {
        Path file = folder.resolve("postgres-password");
        Path elsewhere = parent.resolve("postgres-password");
        Files.move(file, elsewhere);

        assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(file.toString());
        assertThat(file).doesNotExist();
        Files.move(elsewhere, file);
    }

    @Test
    void aServerThatDoesNotStartIsRefusedWithThePlaceOfItsWords() throws Exception {
        Path control = folder.resolve("postgres/global/pg_control");
        Path elsewhere = parent.resolve("pg_control");
        Files.move(control, elsewhere);

        assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("does not start")
                .hasMessageContaining(folder.resolve("postgres-log").toString());
        Files.move(elsewhere, control);
    }

    /**
     * The embedding library's starter deletes every folder beside it whose "epg-lock" is older than ten minutes, once its
     * working folder is their parent.
     */
    @Test
    void anOldLockOfTheEmbeddingLibraryDeletesNothing() throws Exception {
        Instant old = Instant.now().minus(Duration.ofDays(1));
        List<Path> locks = List.of(folder.resolve("epg-lock"), folder.resolve("postgres/epg-lock"));
        for (Path lock : locks) {
            Files.writeString(lock, "");
            Files.setLastModifiedTime(lock, FileTime.from(old));
        }
        for (Path working : List.of(parent, folder)) {
            System.setProperty("ot.epg.working-dir", working.toString());
            try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
                assertThat(kept(url(database))).isEqualTo(1);
                assertThat(locks).allMatch(Files::exists);
            } finally {
                System.clearProperty("ot.epg.working-dir");
            }
        }
    }

    @Test
    void binariesHalfUnpackedOrOfAnotherVersionAreReplaced() throws Exception {
        Path binaries = folder.resolve("postgres-binaries");
        Files.createDirectories(binaries.resolve("unfinished/bin"));
        Files.createDirectories(binaries.resolve("0123456789abcdef/bin"));

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder);
                var left = Files.list(binaries)) {
            assertThat(left).hasSize(1);
            assertThat(kept(url(database))).isEqualTo(1);
        }
    }

    private long serverProcess() throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid"))
                .get(0)
                .strip());
    }

    private void recordServerProcess(long number) throws IOException {
        Files.writeString(
                folder.resolve("postgres/postmaster.pid"),
                number + "\n" + folder.resolve("postgres") + "\n1700000000\n5432\n\n127.0.0.1\n\n");
    }

    private static String url(EmbeddedDatabase database) {
        return database.jdbcUrl() + "?user=tocsin_owner&password="
                + database.owner().password();
    }

    private static int kept(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM kept")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void execute(String url, String... sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }
}
