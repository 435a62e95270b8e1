package org.tocsin.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.tocsin.platform.database.EmbeddedDatabase;

/**
 * PostgreSQL's own {@code \copy} of an upload into a table with the same key and indexes: nothing is checked, encrypted or sealed.
 * A fresh server with the settings of Tocsin's.
 */
final class PlainTable {

    private static final String NAME = "psql \\copy";
    private static final String TABLE =
            """
            CREATE TABLE person (customer_ref text PRIMARY KEY, name text, email text, phone text, locale text,
                                 country text, data_types text);
            CREATE INDEX ON person (email);
            CREATE INDEX ON person (phone);
            GRANT INSERT ON person TO tocsin;
            """;

    private PlainTable() {}

    /** Says what is missing on this machine. */
    static void require() {
        try {
            psql("--version").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new IllegalStateException("The benchmark needs psql; it is in Debian's package postgresql-client.");
        }
    }

    static Load copy(Path csv, int people, Path folder) throws IOException, InterruptedException, SQLException {
        Path data = Files.createTempDirectory(folder, "plain");
        try (EmbeddedDatabase postgres = EmbeddedDatabase.start(data)) {
            try (Connection connection = DriverManager.getConnection(
                            postgres.jdbcUrl(),
                            postgres.owner().role(),
                            postgres.owner().password());
                    Statement statement = connection.createStatement()) {
                statement.execute(TABLE);
            }
            ProcessBuilder copy = psql(
                            "--no-psqlrc",
                            "--quiet",
                            "--set=ON_ERROR_STOP=1",
                            "--dbname=" + postgres.jdbcUrl().substring("jdbc:".length()),
                            "--username=" + postgres.service().role(),
                            "--command=\\copy person FROM '" + csv + "' WITH (FORMAT csv, HEADER)")
                    .inheritIO();
            copy.environment().put("PGPASSWORD", postgres.service().password());
            LoadWatch watch = LoadWatch.start(data, new CpuUse().endingChildren("psql"));
            int exit = copy.start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("psql ended with exit code " + exit);
            }
            return watch.stop(NAME, people);
        }
    }

    private static ProcessBuilder psql(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder("psql");
        builder.command().addAll(List.of(arguments));
        return builder;
    }
}
