package org.tocsin.platform.keys;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.tocsin.platform.Digests;
import org.tocsin.platform.StartRefused;

/**
 * Takes up a key file that was changed while the service runs, so that the wrapping key can be rotated without a restart. A file
 * that does not belong to the database is not taken; the service goes on with the keys that it has.
 */
@ApplicationScoped
class KeyFileWatch {

    private static final Logger LOG = Logger.getLogger(KeyFileWatch.class);

    private final KeySource source;
    private final KeyCheckRows checks;
    private Optional<String> seen = Optional.empty();

    KeyFileWatch(KeySource source, KeyCheckRows checks) {
        this.source = source;
        this.checks = checks;
    }

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        Path file = source.file();
        String content = digest(file);
        if (seen.isPresent() && seen.get().equals(content)) {
            return;
        }
        try {
            KeyRing changed = KeyFile.read(file);
            List<String> wrong = KeyCheck.wrong(changed, checks.read());
            if (!wrong.isEmpty()) {
                throw new StartRefused("it is not one for this database (wrong: " + String.join(", ", wrong) + ")");
            }
            source.switchTo(changed);
            if (seen.isPresent()) {
                LOG.infof("The key file %s was changed, and is in use as it is now", file);
            }
        } catch (StartRefused e) {
            LOG.errorf(
                    "The key file %s was changed and is NOT taken; this service goes on with the keys that it has, and the next"
                            + " start is refused: %s",
                    file, e.getMessage());
        }
        // Even when refused: told once, not every time.
        seen = Optional.of(content);
    }

    private static String digest(Path file) {
        try {
            return Digests.hex(Digests.sha256(Files.readAllBytes(file)));
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
