package org.tocsin.platform.database;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The form in which the binaries come: a tar file, compressed by xz. */
final class BinariesArchive {

    private static final int OWNER_MAY_EXECUTE = 0100;

    private BinariesArchive() {}

    /** Unpacks into a new folder; when it returns, all of it is on disk, so that a crash leaves no empty programs. */
    static void unpack(byte[] archive, Path target) throws IOException {
        Files.createDirectory(target);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                // Refuses a name that would lead out of the target.
                Path path = entry.resolveIn(target);
                Files.createDirectories(path.getParent());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(path, target.resolve(entry.getLinkName()));
                } else {
                    writeFile(tar, entry, path);
                }
            }
        }
    }

    private static void writeFile(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        Files.copy(tar, path);
        if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
            path.toFile().setExecutable(true, true);
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }
}
