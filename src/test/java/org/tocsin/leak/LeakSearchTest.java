package org.tocsin.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The searcher finds what it is there to find: a search that finds nothing would prove nothing. */
class LeakSearchTest {

    private final LeakSearch search = new LeakSearch("canary-bird", "2025550199");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc"})
    void findsEveryFormAtEveryOffset(String before) {
        String text = before + "canary-bird and more";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(search.in(text)).containsExactly("canary-bird");
        assertThat(search.in(text.toUpperCase())).containsExactly("canary-bird");
        assertThat(search.in(HexFormat.of().formatHex(bytes))).containsExactly("canary-bird in hex");
        assertThat(search.in(Base64.getEncoder().encodeToString(bytes))).containsExactly("canary-bird in Base64");
        assertThat(search.in("canary bird, 202555 0199")).isEmpty();
    }

    @Test
    void findsWhatLiesAcrossTwoBlocksOfALargeFileAndInUtf16AndInAName() throws Exception {
        byte[] large = new byte[8 * 1024 * 1024 + 100];
        byte[] text = "2025550199".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, large, 8 * 1024 * 1024 - 4, text.length);
        Files.write(folder.resolve("large"), large);
        Files.write(folder.resolve("wide"), "canary-bird".getBytes(StandardCharsets.UTF_16LE));
        Files.writeString(folder.resolve("canary-bird.txt"), "");
        Files.writeString(folder.resolve("skipped"), "canary-bird");

        assertThat(search.under(folder, file -> !file.endsWith("skipped")))
                .containsExactlyInAnyOrder(
                        "2025550199 in large",
                        "canary-bird in UTF-16 in wide",
                        "canary-bird is the name of " + folder.resolve("canary-bird.txt"));
    }
}
