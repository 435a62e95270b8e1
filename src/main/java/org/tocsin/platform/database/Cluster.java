package org.tocsin.platform.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.tocsin.platform.OwnerOnly;
import org.tocsin.platform.StartRefused;

/** The folder of PostgreSQL's data: made once, then only recognised, never replaced. */
final class Cluster {

    private static final String SUPERUSER = "postgres";

    private final DataFolder folder;
    private final Binaries binaries;
    private final Commands commands;

    Cluster(DataFolder folder, Binaries binaries, Commands commands) {
        this.folder = folder;
        this.binaries = binaries;
        this.commands = commands;
    }

    /**
     * Makes the cluster at the first start. It gets its name only when it is whole, so that one left half made is known by
     * its other name, under which no server ever ran.
     *
     * @throws StartRefused when something is there that this PostgreSQL cannot use
     */
    void prepare() throws IOException {
        Path cluster = folder.cluster();
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            refuseAnotherVersion();
        } else if (Files.notExists(cluster) || isEmpty(cluster)) {
            make();
        } else {
            throw new StartRefused(
                    "The folder " + cluster + " holds something that is not a PostgreSQL database."
                            + " It is left as it is: look what it is, then move it away or set tocsin.data-dir to another folder.");
        }
    }

    /**
     * The superuser, whose password is kept in a file because the operator needs it too, for a backup.
     *
     * @throws StartRefused when its file is gone
     */
    Login superuser() throws IOException {
        Path file = folder.superuserPassword();
        if (Files.notExists(file)) {
            throw new StartRefused("The file " + file + " is missing. Put it back from the backup of this data folder:"
                    + " the password in it opens the database.");
        }
        return new Login(SUPERUSER, Files.readString(file).strip());
    }

    private void make() throws IOException {
        Path unfinished = folder.unfinishedCluster();
        FileUtils.deleteDirectory(unfinished.toFile());
        String password = Login.withNewPassword(SUPERUSER).password() + "\n";
        OwnerOnly.write(folder.superuserPassword(), password.getBytes(StandardCharsets.US_ASCII));
        boolean made = commands.succeed(
                "initdb",
                "-D",
                unfinished.toString(),
                "--username=" + SUPERUSER,
                "--auth=scram-sha-256",
                "--pwfile=" + folder.superuserPassword(),
                // The order of texts must not change with the machine's libraries, for indexes are built on it.
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums");
        if (!made) {
            throw new StartRefused("The embedded PostgreSQL could not make its database; its words are in "
                    + folder.commandLog() + ".");
        }
        Files.move(unfinished, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
        OwnerOnly.keepNames(folder.root());
    }

    private void refuseAnotherVersion() throws IOException {
        String theirs = Files.readString(folder.cluster().resolve("PG_VERSION")).strip();
        String ours = binaries.majorVersion();
        if (!theirs.equals(ours)) {
            throw new StartRefused("The data in " + folder.cluster() + " were written by PostgreSQL " + theirs
                    + ", and this Tocsin brings PostgreSQL " + ours + ", which cannot read them. Start the Tocsin that"
                    + " wrote them, or move the data over with pg_upgrade or pg_dump. Nothing was changed.");
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> content = Files.list(directory)) {
            return content.findAny().isEmpty();
        }
    }
}
