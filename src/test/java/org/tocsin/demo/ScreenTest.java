package org.tocsin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void redrawsInPlaceOnATerminalUntilALineFollows() {
        Screen screen = new Screen(out, true);

        screen.redraw("one");
        screen.redraw("two");
        screen.line("end");
        screen.line("after");

        assertThat(written()).isEqualTo("\r\u001b[2Kone\r\u001b[2Ktwo\nend\nafter\n");
    }

    @Test
    void writesPlainLinesElsewhere() {
        Screen screen = new Screen(out, false);

        screen.redraw("one");
        screen.redraw("two");
        screen.line("end");

        assertThat(written()).isEqualTo("one\ntwo\nend\n");
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
