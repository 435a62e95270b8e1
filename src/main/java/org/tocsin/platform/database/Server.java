package org.tocsin.platform.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jboss.logging.Logger;
import org.tocsin.platform.StartRefused;

/** The running PostgreSQL server of a data folder. */
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
     * Starts the server on a free port of the loopback interface and waits until it has recovered what a crash left undone.
     *
     * @throws StartRefused when it does not start
     */
    static Server start(DataFolder folder, Commands commands) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int port = freePort();
            ServerFiles.write(folder.cluster(), port);
            String cluster = folder.cluster().toString();
            String log = folder.commandLog().toString();
            if (commands.succeed("pg_ctl", "start", "-D", cluster, "-l", log, "-w", "-t", "3600")) {
                return new Server(folder, commands, port);
            }
        }
        throw new StartRefused("The embedded PostgreSQL in " + folder.cluster() + " does not start; its words are in "
                + folder.log() + ".");
    }

    int port() {
        return port;
    }

    /** Ends all connections and writes everything down; the next start has nothing to recover. */
    void stop() throws IOException {
        String cluster = folder.cluster().toString();
        if (!commands.succeed("pg_ctl", "stop", "-D", cluster, "-m", "fast", "-w", "-t", "60")) {
            LOG.warn("The embedded PostgreSQL did not stop in time and is cut short; its next start recovers.");
            commands.succeed("pg_ctl", "stop", "-D", cluster, "-m", "immediate", "-w");
        }
    }

    // Somebody else can take the port before PostgreSQL does, hence the attempts.
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
