package org.tocsin.platform.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jboss.logging.Logger;
import org.tocsin.platform.StartRefused;

/** The PostgreSQL server of a data folder, running on a port of the loopback interface. */
final class Server {

    private static final Logger LOG = Logger.getLogger(Server.class);
    private static final int ATTEMPTS = 3;

    private final DataFolder folder;
    private final Commands commands;
    private final int port;

    private Server(DataFolder folder, Commands commands, int port) {
        this.folder = folder;
        this.commands = commands;
        this.port = port;
    }

    /**
     * Starts the server on a free port and waits until it has recovered what a crash left undone.
     *
     * @throws StartRefused when it does not start
     */
    static Server start(DataFolder folder, Commands commands) throws IOException {
        // Somebody else can take the free port before PostgreSQL does.
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Server server = new Server(folder, commands, freePort());
            ServerFiles.write(folder.cluster(), server.port);
            if (server.start()) {
                return server;
            }
        }
        throw new StartRefused("The embedded PostgreSQL in " + folder.cluster() + " does not start; its words are in "
                + folder.log() + ".");
    }

    int port() {
        return port;
    }

    /** Ends all connections and writes everything down, so that the next start has nothing to recover. */
    void stop() throws IOException {
        if (!new ServerProcess(folder).isRunning()) {
            return;
        }
        String cluster = folder.cluster().toString();
        if (!commands.succeed("pg_ctl", "stop", "-D", cluster, "-m", "fast", "-w", "-t", "60")) {
            LOG.warn("The embedded PostgreSQL did not stop in time and is cut short; its next start recovers.");
            commands.succeed("pg_ctl", "stop", "-D", cluster, "-m", "immediate", "-w");
        }
    }

    /** Starts the server again on its port if it ended by itself, say because the system ran out of memory. */
    void restartIfGone() throws IOException {
        if (!new ServerProcess(folder).isRunning()) {
            LOG.error("The embedded PostgreSQL ended by itself; starting it again.");
            new Strays(folder, commands).stop();
            if (!start()) {
                LOG.errorf("The embedded PostgreSQL does not start again; its words are in %s.", folder.log());
            }
        }
    }

    private boolean start() throws IOException {
        String cluster = folder.cluster().toString();
        String log = folder.commandLog().toString();
        return commands.succeed("pg_ctl", "start", "-D", cluster, "-l", log, "-w", "-t", "3600");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
