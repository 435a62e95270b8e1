package org.tocsin.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.tocsin.platform.keys.NewKeyFile;

/**
 * A real PostgreSQL, a data folder and keys for the tests of this JVM, with the two roles of a careful deployment: the owner of the tables, and the
 * service's own. Fast and forgetful; what keeps the data safe in earnest is tested where it lives, in platform.database.
 */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

    private EmbeddedPostgres postgres;
    private Path dataFolder;

    @Override
    public Map<String, String> start() {
        try {
            dataFolder = Files.createTempDirectory("tocsin-test");
            postgres = EmbeddedPostgres.builder().start();
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE tocsin_owner LOGIN");
                statement.execute("CREATE ROLE tocsin LOGIN");
                statement.execute("CREATE DATABASE tocsin OWNER tocsin_owner");
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("no PostgreSQL for the tests", e);
        }
        Path keyFile = dataFolder.resolve("test-keys.json");
        NewKeyFile.writeTo(keyFile);
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/tocsin";
        return Map.ofEntries(
                Map.entry("tocsin.data-dir", dataFolder.toString()),
                Map.entry("tocsin.keys.file", keyFile.toString()),
                Map.entry("tocsin.database.allow-unsafe", "true"),
                Map.entry("tocsin.accounts.bcrypt-cost", "4"),
                // Journeys wait for these looks more than for anything else.
                Map.entry("tocsin.dispatch.progress-interval", "PT0.1S"),
                Map.entry("tocsin.dispatch.poll-interval", "PT0.05S"),
                Map.entry("tocsin.suppression.every", "PT1S"),
                Map.entry("quarkus.datasource.jdbc.url", url),
                Map.entry("quarkus.datasource.username", "tocsin"),
                Map.entry("quarkus.datasource.password", "none"),
                Map.entry("quarkus.flyway.username", "tocsin_owner"),
                Map.entry("quarkus.flyway.password", "none"),
                Map.entry("quarkus.flyway.jdbc-url", url));
    }

    /**
     * The number that a query gives, asked as the owner of the tables.
     *
     * @throws IllegalStateException when the query fails, as from the other statements here
     */
    public static long count(String sql, Object... parameters) {
        return Long.parseLong(text(sql, parameters));
    }

    /** The first column of a query's first row, as text; null when it is NULL or there is no row. */
    public static String text(String sql, Object... parameters) {
        List<String> found = texts(sql, parameters);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The first column of each row of a query, as text. */
    public static List<String> texts(String sql, Object... parameters) {
        try (Connection connection = asOwner();
                PreparedStatement statement = connection.prepareStatement(sql)) {
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
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a statement as the owner of the tables: what somebody with direct access to the database could do. */
    public static void execute(String sql) {
        try (Connection connection = asOwner();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection as the owner of the tables. */
    public static Connection asOwner() throws SQLException {
        Config config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("quarkus.flyway.jdbc-url", String.class),
                config.getValue("quarkus.flyway.username", String.class),
                config.getValue("quarkus.flyway.password", String.class));
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the tests' PostgreSQL did not stop", e);
        }
    }
}
