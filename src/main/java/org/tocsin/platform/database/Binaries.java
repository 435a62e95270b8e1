package org.tocsin.platform.database;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.commons.lang3.SystemUtils;
import org.tocsin.platform.Digests;
import org.tocsin.platform.OwnerOnly;
import org.tocsin.platform.StartRefused;

/**
 * The PostgreSQL programs that come with the service, unpacked.
 *
 * <p>Of the embedding library only the packages are used, not its starter: that one is made for tests (no fsync, five
 * seconds for a stop, and it deletes data folders whose lock looks old).
 */
final class Binaries {

    private static final int NAME_LENGTH = 16;

    private final Path home;

    private Binaries(Path home) {
        this.home = home;
    }

    /** The binaries for this machine, unpacked at the first start with them. Only with the folder's lock held. */
    static Binaries unpack(DataFolder folder) throws IOException {
        if (SystemUtils.USER_NAME.equals("root") && !LinuxUtils.isUnshareAvailable()) {
            throw new StartRefused("PostgreSQL does not run as root, and this machine does not let it run in a user"
                    + " namespace. Run the service as another user.");
        }
        byte[] archive = archive();
        OwnerOnly.folder(folder.binaries());
        Path home = folder.binaries().resolve(Digests.sha256Hex(archive).substring(0, NAME_LENGTH));
        if (Files.notExists(home)) {
            Path unfinished = folder.binaries().resolve("unfinished");
            FileUtils.deleteDirectory(unfinished.toFile());
            BinariesArchive.unpack(archive, unfinished);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            OwnerOnly.keepNames(folder.binaries());
        }
        return new Binaries(home);
    }

    /** Deletes those of other versions of the service. Only when none of their processes is left. */
    void deleteOthers() throws IOException {
        List<Path> others;
        try (Stream<Path> all = Files.list(home.getParent())) {
            others = all.filter(path -> !path.equals(home)).toList();
        }
        for (Path other : others) {
            FileUtils.deleteDirectory(other.toFile());
        }
    }

    /**
     * The command line that runs one of the programs.
     *
     * <p>PostgreSQL refuses to run as root. Where the service does, as in a bare container, its programs run in a user
     * namespace of their own, in which they are nobody in particular.
     */
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    /** The major version, as in the first line of the catalogue from which these programs make databases. */
    String majorVersion() throws IOException {
        try (Stream<String> catalogue = Files.lines(home.resolve("share/postgresql/postgres.bki"))) {
            return catalogue
                    .findFirst()
                    .orElse("")
                    .replaceFirst("^# PostgreSQL ", "")
                    .strip();
        }
    }

    private static byte[] archive() throws IOException {
        // The two names that the resolver compares as they are; it normalises all others itself.
        String system = SystemUtils.IS_OS_MAC ? "Darwin" : SystemUtils.IS_OS_WINDOWS ? "Windows" : SystemUtils.OS_NAME;
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, SystemUtils.OS_ARCH)) {
            return archive.readAllBytes();
        } catch (IllegalStateException e) {
            throw new StartRefused(
                    "There is no embedded PostgreSQL for " + SystemUtils.OS_NAME + " on " + SystemUtils.OS_ARCH
                            + ". Set quarkus.datasource.jdbc.url to a PostgreSQL of your own.",
                    e);
        }
    }
}
