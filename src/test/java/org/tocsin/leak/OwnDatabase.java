package org.tocsin.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.leak.Canary.STREET;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The database that the service started for itself, read past the service. */
final class OwnDatabase {

    private final Path data;

    /** @param data the service's data folder */
    OwnDatabase(Path data) {
        this.data = data;
    }

    /** Has everything written to the files. */
    void checkpoint() throws Exception {
        try (Connection superuser = superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    /** A text that only a fault could have put there, so that the search has something to find. */
    void plant() throws Exception {
        try (Connection superuser = superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("UPDATE incident SET title = '" + STREET + "'");
        }
        checkpoint();
    }

    /** All tables in text: what a page holds compressed is read here. */
    String everyRow() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Connection superuser = superuser();
                Statement statement = superuser.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet row =
                    statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            assertThat(tables)
                    .contains("affected_person", "attempt", "evidence_entry", "idempotent_answer")
                    .contains("letter", "letter_result", "webhook_event", "webhook_cursor");
            for (String table : tables) {
                all.append(text(statement, table)).append('\n');
            }
        }
        return all.toString();
    }

    private static String text(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT string_agg(t::text, E'\\n') FROM \"" + table + "\" t")) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection superuser() throws Exception {
        String port =
                Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/tocsin",
                "postgres",
                Files.readString(data.resolve("postgres-password")).strip());
    }
}
