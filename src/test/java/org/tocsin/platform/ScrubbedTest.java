package org.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ScrubbedTest {

    @Test
    void keepsTypesStatesAndPlacesAndNoWords() {
        SQLException cause = new SQLException("Key (email)=(jane@example.org) already exists", "23505");
        Exception failure = new IllegalStateException("cannot store jane@example.org", cause);

        String log = print(Scrubbed.of(failure));

        assertThat(log)
                .contains(
                        "java.lang.IllegalStateException",
                        "java.sql.SQLException (SQLSTATE 23505)",
                        "ScrubbedTest.java")
                .doesNotContain("jane");
    }

    @Test
    void endsWhereCausesGoInCircles() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);

        assertThat(print(Scrubbed.of(one))).contains("java.lang.Exception");
    }

    private static String print(Exception exception) {
        StringWriter text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
