package org.tocsin.platform.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.tocsin.platform.OwnerOnly;
import org.tocsin.platform.StartRefused;

/**
 * A real PostgreSQL on a data folder, started and stopped with the service, for those who bring no database of their own.
 *
 * <p>What is committed survives a crash of the service, of the server and of the machine.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String DATABASE = "tocsin";

    private final DataFolder folder;
    private final DataFolderLock lock;
    private final Server server;
    private final Watch watch;
    private final Login owner;
    private final Login service;

    private EmbeddedDatabase(DataFolder folder, DataFolderLock lock, Server server, Login owner, Login service) {
        this.folder = folder;
        this.lock = lock;
        this.server = server;
        this.watch = Watch.over(server);
        this.owner = owner;
        this.service = service;
    }

    /**
     * Starts the database in the folder, making both when they are not there yet.
     *
     * @throws StartRefused when another service works on the folder, or the folder or what is in it cannot be used
     */
    public static EmbeddedDatabase start(Path dataFolder) {
        DataFolder folder = DataFolder.open(dataFolder);
        try {
            DataFolderLock lock = DataFolderLock.take(folder);
            try {
                return start(folder, lock);
            } catch (IOException | SQLException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException | SQLException e) {
            throw new StartRefused(
                    "The embedded PostgreSQL in " + folder.root() + " does not start: " + e.getMessage(), e);
        }
    }

    private static EmbeddedDatabase start(DataFolder folder, DataFolderLock lock) throws IOException, SQLException {
        OwnerOnly.folder(folder.log());
        Binaries binaries = Binaries.unpack(folder);
        Commands commands = new Commands(folder, binaries);
        new Strays(folder, commands).stop();
        binaries.deleteOthers();
        Cluster cluster = new Cluster(folder, binaries, commands);
        cluster.prepare();
        Login superuser = cluster.superuser();
        Login owner = Login.withNewPassword("tocsin_owner");
        Login service = Login.withNewPassword("tocsin");
        Server server = Server.start(folder, commands);
        try {
            Roles.prepare(server.port(), superuser, owner, service, DATABASE);
        } catch (SQLException | RuntimeException e) {
            server.stop();
            throw e;
        }
        return new EmbeddedDatabase(folder, lock, server, owner, service);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + DATABASE;
    }

    /** Who owns the tables and may change their shape. */
    public Login owner() {
        return owner;
    }

    /** Whom the service is when it works on the rows. */
    public Login service() {
        return service;
    }

    /** Where everything lies, as an absolute path. */
    public Path folder() {
        return folder.root();
    }

    /** Stops the server, with everything written down, and frees the folder. */
    @Override
    public void close() {
        watch.close();
        try {
            server.stop();
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException("the embedded PostgreSQL did not stop", e);
        }
    }
}
