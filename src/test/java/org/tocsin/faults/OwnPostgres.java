package org.tocsin.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.tocsin.platform.database.EmbeddedDatabase;
import org.tocsin.testing.TcpProxy;

/** A durable PostgreSQL with a line to it that can be cut, and that can be stopped at once. */
final class OwnPostgres implements AutoCloseable {

    private final EmbeddedDatabase database;
    private final TcpProxy line;
    private final Path serverRecord;

    OwnPostgres(Path folder) throws IOException {
        this.database = EmbeddedDatabase.start(folder);
        this.line = TcpProxy.to(port(database.jdbcUrl()));
        this.serverRecord = folder.resolve("postgres/postmaster.pid");
    }

    /** The way of the services to it. */
    TcpProxy line() {
        return line;
    }

    /** The settings with which a service uses it: over the line, or straight. */
    String[] settings(boolean overTheLine) {
        String url = overTheLine ? "jdbc:postgresql://127.0.0.1:" + line.port() + "/tocsin" : database.jdbcUrl();
        return new String[] {
            "quarkus.datasource.jdbc.url=" + url,
            "quarkus.datasource.username=" + database.service().role(),
            "quarkus.datasource.password=" + database.service().password(),
            "quarkus.flyway.jdbc-url=" + url,
            "quarkus.flyway.username=" + database.owner().role(),
            "quarkus.flyway.password=" + database.owner().password()
        };
    }

    /** A connection of the judge, as the owner of the tables, past the line. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.owner().role(), database.owner().password());
    }

    /**
     * Stops it at once, without a checkpoint (SIGQUIT: immediate shutdown, see the chapter on shutting down the server in
     * PostgreSQL's manual). The database's own watch starts it again about a second later, and it recovers.
     */
    void crash() throws IOException, InterruptedException {
        String pid = Files.readAllLines(serverRecord).get(0).strip();
        new ProcessBuilder("kill", "-QUIT", pid).inheritIO().start().waitFor();
    }

    private static int port(String jdbcUrl) {
        return Integer.parseInt(jdbcUrl.replaceAll(".*:(\\d+)/.*", "$1"));
    }

    @Override
    public void close() throws IOException {
        line.close();
        database.close();
    }
}
