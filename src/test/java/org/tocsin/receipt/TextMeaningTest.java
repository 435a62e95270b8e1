package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people's texts say about being texted. */
class TextMeaningTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                "stop",
                " Stop. ",
                "STOPALL",
                "stop all",
                "Unsubscribe",
                "cancel",
                "END",
                "quit!",
                "REVOKE",
                "optout",
                "Opt-Out"
            })
    void theseOptOut(String body) {
        assertThat(TextMeaning.of(body, null)).isEqualTo(TextMeaning.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "start", "Yes", "UNSTOP"})
    void theseLiftIt(String body) {
        assertThat(TextMeaning.of(body, null)).isEqualTo(TextMeaning.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "STOP PLEASE", "please stop", "Who is this?", "HELP", "nonstop", "st\u00f6p"})
    void theseSayNothing(String body) {
        assertThat(TextMeaning.of(body, null)).isEqualTo(TextMeaning.OTHER);
    }

    @Test
    void aTextWithoutWordsSaysNothing() {
        assertThat(TextMeaning.of(null, null)).isEqualTo(TextMeaning.OTHER);
    }

    @ParameterizedTest
    @CsvSource({"ARRET, STOP, STOP", "ALTO, stop, STOP", "SI, START, START", "STOP, HELP, OTHER", "STOP, '', STOP"})
    void twiliosOwnReadingComesFirst(String body, String optOutType, TextMeaning meaning) {
        assertThat(TextMeaning.of(body, optOutType)).isEqualTo(meaning);
    }
}
