package org.tocsin.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.tocsin.platform.database.Transactions;

/**
 * A real PostgreSQL with the migrated schema and nothing in it, for tests of storage that need no service. All classes share one
 * server, for a start takes seconds; each has a database of its own.
 */
public final class MigratedDatabase implements BeforeAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(MigratedDatabase.class);

    /** Ends when the last test has. */
    private static final class Server implements AutoCloseable {

        private final EmbeddedPostgres postgres;
        private int databases;

        private Server() throws IOException, SQLException {
            postgres = EmbeddedPostgres.builder().start();
            Flyway.configure()
                    .dataSource(newDatabase("template1"))
                    .placeholders(Map.of("serviceRole", "postgres"))
                    .load()
                    .migrate();
        }

        private DataSource newDatabase(String template) throws SQLException {
            String name = "tocsin" + databases++;
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
            }
            return postgres.getDatabase("postgres", name);
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }

    private DataSource database;

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        database = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Server.class, any -> start(), Server.class)
                .newDatabase("tocsin0"); // the one that was migrated
    }

    private static Server start() {
        try {
            return new Server();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("no PostgreSQL for the tests", e);
        }
    }

    public DataSource database() {
        return database;
    }

    /** Runs the work in a transaction. */
    public void run(Transactions.Action work) throws SQLException {
        Transactions.execute(database, work);
    }

    /** Runs the work in a transaction, and gives its result. */
    public <T> T call(Transactions.Work<T> work) throws SQLException {
        return Transactions.run(database, work);
    }

    /** Runs the statements in one transaction. */
    public void execute(String... statements) throws SQLException {
        run(connection -> {
            for (String sql : statements) {
                execute(connection, sql);
            }
        });
    }

    /** Runs a statement in a transaction of the caller's. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of each row of a query, as text. */
    public List<String> texts(String sql, Object... parameters) throws SQLException {
        return call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                List<String> found = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.add(row.getString(1));
                    }
                }
                return found;
            }
        });
    }

    /** The first column of a query's first row, as text; null when it is NULL. */
    public String text(String sql, Object... parameters) throws SQLException {
        return texts(sql, parameters).get(0);
    }

    /** What a query counts. */
    public int count(String sql, Object... parameters) throws SQLException {
        return Integer.parseInt(text(sql, parameters));
    }
}
