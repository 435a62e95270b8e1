package org.tocsin.platform.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.tocsin.platform.StartRefused;

/** One service at a time on a data folder; the operating system frees the lock however the service ends. */
final class DataFolderLock implements AutoCloseable {

    private final FileChannel channel;

    private DataFolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws StartRefused when another process holds it
     */
    static DataFolderLock take(DataFolder folder) throws IOException {
        FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new StartRefused("Another Tocsin (process "
                    + Files.readString(folder.lock()).strip() + ") is running on the data folder " + folder.root()
                    + ". Stop it first, or set tocsin.data-dir to another folder.");
        }
        channel.truncate(0);
        String process = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.US_ASCII)));
        return new DataFolderLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
