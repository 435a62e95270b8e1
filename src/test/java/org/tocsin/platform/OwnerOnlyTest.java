package org.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {

    @TempDir
    Path parent;

    @Test
    void makesAFolderAndItsParentsForTheOwnerAlone() throws IOException {
        OwnerOnly.folder(parent.resolve("a/b"));

        assertThat(permissions(parent.resolve("a"))).isEqualTo("rwx------");
        assertThat(permissions(parent.resolve("a/b"))).isEqualTo("rwx------");
    }

    @Test
    void takesAFolderThatIsThereFromTheOthersAlsoThroughALink() throws IOException {
        Path open = Files.createDirectory(parent.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

        OwnerOnly.folder(Files.createSymbolicLink(parent.resolve("link"), open));

        assertThat(permissions(open)).isEqualTo("rwx------");
    }

    @Test
    void replacesAFileThatOthersMayReadByOneThatTheyMayNot() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "old and longer");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        OwnerOnly.write(file, "new".getBytes(StandardCharsets.UTF_8));

        assertThat(file).hasContent("new");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(OwnerOnly.isPrivate(file)).isTrue();
    }

    @Test
    void aWriteThatFailsLeavesNothingBehind() throws IOException {
        Path taken = Files.createDirectories(parent.resolve("taken/by/a/folder"));

        assertThatThrownBy(() -> OwnerOnly.write(parent.resolve("taken"), new byte[1]))
                .isInstanceOf(IOException.class);
        try (var content = Files.list(parent)) {
            assertThat(content).containsExactly(parent.resolve("taken"));
        }
        assertThat(taken).isDirectory();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
