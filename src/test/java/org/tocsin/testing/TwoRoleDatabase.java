package org.tocsin.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** The same database as {@link TestDatabase}, migrated, with its owner and the service as two roles: one per JVM. */
public final class TwoRoleDatabase {

    private static final Map<String, String> SETTINGS = start();

    private TwoRoleDatabase() {}

    /** Connections as the service's own role. */
    public static DataSource service() {
        PGSimpleDataSource service = new PGSimpleDataSource();
        service.setUrl(SETTINGS.get("quarkus.datasource.jdbc.url"));
        service.setUser(SETTINGS.get("quarkus.datasource.username"));
        return service;
    }

    /** A connection as the owner of the tables; the caller closes it. */
    public static Connection connectAsOwner() throws SQLException {
        return DriverManager.getConnection(
                SETTINGS.get("quarkus.datasource.jdbc.url"), SETTINGS.get("quarkus.flyway.username"), "none");
    }

    private static Map<String, String> start() {
        TestDatabase database = new TestDatabase();
        Map<String, String> settings = database.start();
        Runtime.getRuntime().addShutdownHook(new Thread(database::stop));
        Flyway.configure()
                .dataSource(settings.get("quarkus.flyway.jdbc-url"), settings.get("quarkus.flyway.username"), "none")
                .placeholders(Map.of("serviceRole", settings.get("quarkus.datasource.username")))
                .load()
                .migrate();
        return settings;
    }
}
