package org.tocsin.platform.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.tocsin.platform.StartRefused;

/** Makes key files. */
public final class NewKeyFile {

    private NewKeyFile() {}

    /**
     * Writes fresh random keys to a file that only its owner may read.
     *
     * @throws StartRefused when something is there already, for no key is ever overwritten, or the file cannot be written
     */
    public static void writeTo(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new StartRefused("There is already something at " + file + "; keys are never overwritten.");
        }
        try {
            KeyFile.generate().write(file);
        } catch (IOException e) {
            throw new StartRefused("The key file " + file + " cannot be written.", e);
        }
    }
}
