package org.tocsin.platform.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** The roles and the database that Tocsin works with inside its embedded server. */
final class Roles {

    private final Connection superuser;

    private Roles(Connection superuser) {
        this.superuser = superuser;
    }

    /**
     * Makes what is missing and gives both roles their new passwords: nobody but this service has them, so that each start
     * can make its own and none need be kept.
     */
    static void prepare(int port, Login superuser, Login owner, Login service, String database) throws SQLException {
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setServerNames(new String[] {"127.0.0.1"});
        server.setPortNumbers(new int[] {port});
        server.setDatabaseName("postgres");
        server.setUser(superuser.role());
        server.setPassword(superuser.password());
        try (Connection connection = server.getConnection()) {
            Roles roles = new Roles(connection);
            roles.prepare(owner);
            roles.prepare(service);
            if (!roles.exists("SELECT 1 FROM pg_database WHERE datname = ?", database)) {
                roles.execute("CREATE DATABASE " + database + " OWNER " + owner.role());
            }
        }
    }

    private void prepare(Login login) throws SQLException {
        if (!exists("SELECT 1 FROM pg_roles WHERE rolname = ?", login.role())) {
            execute("CREATE ROLE " + login.role() + " LOGIN");
        }
        execute("ALTER ROLE " + login.role() + " PASSWORD '" + login.password() + "'");
    }

    private boolean exists(String sql, String name) throws SQLException {
        try (PreparedStatement select = superuser.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}
