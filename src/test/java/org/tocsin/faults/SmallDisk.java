package org.tocsin.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A disk of a few hundred megabytes, which can be full. It lies in memory (Linux's tmpfs), and only root can mount it. */
final class SmallDisk implements AutoCloseable {

    private static final int PAGE = 4096;

    private final Path folder;
    private final Path ballast;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
    }

    /** Mounts one, empty; where that cannot be done, the test is skipped and says so. */
    static SmallDisk mountOrSkip(int megabytes) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tocsin-small-disk");
        String refusal;
        try {
            refusal = refusal("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tocsin", folder.toString());
        } catch (IOException e) {
            refusal = e.getMessage(); // there is no such program
        }
        if (refusal != null) {
            Files.delete(folder);
            String reason = "A FULL DISK IS NOT TESTED HERE: " + refusal;
            System.err.println(reason); // an assumption alone is a number among the skipped
            Assumptions.abort(reason);
        }
        return new SmallDisk(folder);
    }

    /** Where it is mounted. */
    Path folder() {
        return folder;
    }

    /** Takes all the room that is left. */
    void fill() throws IOException {
        byte[] page = new byte[PAGE];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(folder).getUsableSpace() > 0) {
                out.write(page);
            }
        } catch (IOException e) {
            if (Files.getFileStore(folder).getUsableSpace() >= PAGE) {
                throw e; // for another reason than that somebody else took the last page
            }
        }
    }

    /** Gives back what {@link #fill} took. */
    void makeRoom() throws IOException {
        Files.delete(ballast);
    }

    /** What a command says when it fails; null when it does not. */
    private static String refusal(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? null : words;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        String refusal = refusal("umount", folder.toString());
        if (refusal != null) {
            throw new IOException("the small disk is still mounted: " + refusal);
        }
        Files.delete(folder);
    }
}
