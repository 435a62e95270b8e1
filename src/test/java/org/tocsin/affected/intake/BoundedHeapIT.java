package org.tocsin.affected.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Rows 13 and 14 of the fault list, each of a gigabyte, in a heap of 32 MB. */
class BoundedHeapIT {

    private static final String TOO_LONG =
            "refused: The upload has a text, a number or a nesting that is too long for a"
                    + " record, in line 1, record 2.";

    @Test
    void anUploadOfAnySizeIsReadOrRefusedInAHeapThatHasNoRoomForIt() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HugeUploads.class.getName())
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(told.lines())
                .containsExactly(
                        "csv one line: 3 records: 2 1; 3 ! is longer than 1048576 bytes ... 4 3",
                        "csv one quoted line: 3 records: 2 1; 3 ! is longer than 1048576 bytes ... 4 3",
                        "csv one quoted field of many lines: 4194307 records: 2 1; 3 ! opens a quote that is never closed ... 4194309 3",
                        "csv a million fields: 3 records: 2 1; 3 ! has more than 200 fields, or text behind a closing quote ... 4 3",
                        "csv short lines: 4194306 records: 2 1; 3 9 ... 4194308 3",
                        "no line end: refused: The upload has a first line that is longer than 1048576 bytes; it must be the header.",
                        "a million columns: refused: The upload has a first line that is longer than 1048576 bytes; it must be the header.",
                        "ndjson one line: 3 records: 1 1; 2 ! is longer than 1048576 bytes ... 3 3",
                        "ndjson depth: 3 records: 1 1; 2 ! is longer than 1048576 bytes ... 3 3",
                        "json one text: " + TOO_LONG,
                        "json one number: " + TOO_LONG,
                        "json one name: " + TOO_LONG,
                        "json depth: " + TOO_LONG,
                        "json white space: refused: The upload is not valid JSON in line 1, record 1.",
                        "json one record: 3 records: 1 1; 1 ! has a field twice ... 1 3",
                        "json one list: 3 records: 1 1; 1 2 ... 1 3");
        assertThat(process.waitFor()).isZero();
    }
}
