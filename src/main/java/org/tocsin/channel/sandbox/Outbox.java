package org.tocsin.channel.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.tocsin.channel.SendPermit;

/** A folder of messages that only the owner of the process can read. A file is there whole or not at all. */
final class Outbox {

    private final Path root;
    private final Path folder;
    private final boolean posix;
    private volatile boolean made;

    /**
     * @param root made with the first message: a deployment that never writes one need not be able to
     * @param kind the folder within it
     */
    Outbox(Path root, String kind) {
        this.root = root;
        this.folder = root.resolve(kind);
        this.posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Keeps one message.
     *
     * @param permit asked when the bytes are safe and only the name is missing
     * @return false when the permit had lapsed, and nothing was kept
     */
    boolean keep(String fileName, byte[] bytes, SendPermit permit) throws IOException {
        if (!made) {
            make(root);
            make(folder);
            made = true;
        }
        Path unnamed = folder.resolve("." + fileName + ".part");
        try {
            write(unnamed, bytes);
            if (!permit.stillValid()) {
                return false;
            }
            Files.move(unnamed, folder.resolve(fileName), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            Files.deleteIfExists(unnamed);
        }
    }

    boolean has(String fileName) {
        return Files.exists(folder.resolve(fileName));
    }

    private void make(Path owned) throws IOException {
        Files.createDirectories(owned, mode("rwx------"));
        if (posix) {
            Files.setPosixFilePermissions(owned, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private void write(Path file, byte[] bytes) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, mode("rw-------"))) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private FileAttribute<?>[] mode(String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
