package org.tocsin.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the running server is like. */
class EmbeddedDatabaseTest {

    @TempDir
    static Path parent;

    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start(parent.resolve("data folder"));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void whatWasCommittedIsThereAfterARestart() throws SQLException {
        owner("CREATE TABLE kept AS SELECT 42 AS answer");

        stop();
        start();

        assertThat(owner("SELECT answer FROM kept")).isEqualTo("42");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "fsync = on",
                "synchronous_commit = on",
                "full_page_writes = on",
                "data_checksums = on",
                "listen_addresses = 127.0.0.1",
                "unix_socket_directories = ''",
                "password_encryption = scram-sha-256",
                "server_encoding = UTF8",
                "log_statement = none",
                "log_min_duration_statement = -1",
                "log_parameter_max_length_on_error = 0",
                "log_min_error_statement = panic",
                "log_timezone = UTC",
            })
    void runsWithTheSettingsOfAServiceNotOfATest(String name, String value) throws Exception {
        String password = Files.readString(database.folder().resolve("postgres-password"));

        assertThat(run(new Login("postgres", password.strip()), "SHOW " + name)).isEqualTo(value);
    }

    @Test
    void hasConnectionsForAllPools() throws SQLException {
        assertThat(Integer.parseInt(service("SHOW max_connections"))).isGreaterThanOrEqualTo(60);
    }

    @Test
    void ordersTextsTheSameOnEveryMachine() throws SQLException {
        assertThat(
                        service(
                                """
                        SELECT datlocprovider::text || ' ' || datcollate || ' ' || datctype || ' ' || datlocale
                        FROM pg_database WHERE datname = current_database()
                        """))
                .isEqualTo("b C C C.UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tocsin", "tocsin_owner", "postgres"})
    void opensToNobodyWithoutThePassword(String role) {
        for (String password : List.of("", "none", role)) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), role, password))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void passwordsAreOtherOnesAfterEachStart() {
        Login before = database.service();
        stop();
        start();

        assertThat(database.service().password()).isNotEqualTo(before.password());
        assertThat(database.service().toString())
                .doesNotContain(database.service().password());
        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), before.role(), before.password()))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void theServiceRoleChangesNoTable() {
        assertThatThrownBy(() -> service("CREATE TABLE mine (id int)")).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> service("SELECT pg_read_file('postgresql.conf')"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void isReachedFromThisMachineOnly() throws IOException {
        List<InetAddress> addresses = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.equals(InetAddress.getLoopbackAddress()))
                .toList();

        assertThat(addresses).allSatisfy(address -> assertThatThrownBy(() -> connect(address))
                .isInstanceOf(ConnectException.class));
        connect(InetAddress.getLoopbackAddress());
    }

    @Test
    void leavesNoSocketFile() {
        assertThat(Path.of("/tmp/.s.PGSQL." + port())).doesNotExist();
        assertThat(Path.of(System.getProperty("java.io.tmpdir"), ".s.PGSQL." + port()))
                .doesNotExist();
    }

    @Test
    void onlyTheOwnerReadsWhatLiesInTheFolder() throws IOException {
        for (Path path : List.of(database.folder(), database.folder().resolve("postgres"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(database.folder().resolve("postgres-password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theServersLogHoldsNothingFromTheTables() throws Exception {
        owner("CREATE TABLE person (name text PRIMARY KEY, age int CHECK (age > 0))");
        owner("INSERT INTO person VALUES ('secret-name', 7)");
        for (String failing : List.of(
                "INSERT INTO person VALUES ('secret-name', 8)",
                "INSERT INTO person VALUES ('secret-other', -1)",
                "SELECT 'secret-number'::int",
                "SELECT secret_column FROM person",
                "COPY person FROM PROGRAM 'secret-program'",
                "DO $$ BEGIN RAISE EXCEPTION 'secret-exception'; END $$",
                "DO $$ BEGIN RAISE WARNING 'secret-warning'; RAISE division_by_zero; END $$")) {
            assertThatThrownBy(() -> owner(failing)).isInstanceOf(SQLException.class);
        }
        stop();
        String log = log();
        start();

        assertThat(log).contains("database system is shut down").doesNotContain("secret");
    }

    private String log() throws IOException {
        StringBuilder log = new StringBuilder();
        try (var files = Files.list(database.folder().resolve("postgres-log"))) {
            for (Path file : files.toList()) {
                log.append(Files.readString(file));
            }
        }
        return log.toString();
    }

    private void connect(InetAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port()), 5_000);
        }
    }

    private int port() {
        return URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort();
    }

    private String owner(String sql) throws SQLException {
        return run(database.owner(), sql);
    }

    private String service(String sql) throws SQLException {
        return run(database.service(), sql);
    }

    private String run(Login login, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), login.role(), login.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return null;
            }
            try (ResultSet result = statement.getResultSet()) {
                result.next();
                return result.getString(1);
            }
        }
    }
}
