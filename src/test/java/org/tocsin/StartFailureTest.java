package org.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.tocsin.platform.StartRefused;

class StartFailureTest {

    @Test
    void aRefusalIsToldInItsOwnWordsHoweverDeepItLies() {
        Throwable failure = new RuntimeException("outer", new IllegalStateException(new StartRefused("Do this.")));

        assertThat(told(failure)).isEqualTo("Do this.\n");
    }

    @Test
    void aDatabaseThatIsAwayOrRefusesUsIsToldInASentence() {
        assertThat(told(new RuntimeException(new SQLException("Connection refused.", "08001"))))
                .isEqualTo("The database does not let Tocsin in: Connection refused.\n");
        assertThat(told(new RuntimeException(new SQLException("Wrong password.", "28P01"))))
                .isEqualTo("The database does not let Tocsin in: Wrong password.\n");
    }

    @Test
    void aTakenPortIsNamed() {
        assertThat(told(new RuntimeException(new QuarkusBindException("127.0.0.1", 8080, new BindException("in use")))))
                .startsWith("Port 8080 on 127.0.0.1 cannot be had")
                .hasLineCount(1);
    }

    @Test
    void aWrongSettingIsToldWithoutWhereItWasFound() {
        assertThat(told(new RuntimeException(new ConfigurationException("x must be a number"))))
                .isEqualTo("x must be a number\n");
    }

    @Test
    void whatNobodyForesawIsToldWithAllThatIsKnown() {
        assertThat(told(new IllegalStateException("odd", new SQLException("syntax", "42601"))))
                .contains("odd", "syntax", "at " + StartFailureTest.class.getName());
        assertThat(told(new SQLException("no state"))).contains("no state", "at ");
    }

    private static String told(Throwable failure) {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        StartFailure.tell(failure, new PrintStream(console, true, StandardCharsets.UTF_8));
        return console.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
