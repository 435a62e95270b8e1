package org.tocsin.template.wording;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.template.wording.SmsSegments.Alphabet;

class SmsSegmentsTest {

    @ParameterizedTest
    @CsvSource({
        "a, 0, GSM_7, 0, 0",
        "a, 1, GSM_7, 1, 1",
        "a, 160, GSM_7, 160, 1",
        "a, 161, GSM_7, 161, 2",
        "a, 306, GSM_7, 306, 2",
        "a, 307, GSM_7, 307, 3",
        "€, 80, GSM_7, 160, 1",
        "€, 81, GSM_7, 162, 2",
        "€, 152, GSM_7, 304, 2",
        "€, 153, GSM_7, 306, 3", // 153 is odd: a part holds 76 of them, and no escape is cut off its character
        "ñ, 160, GSM_7, 160, 1",
        "á, 70, UCS_2, 70, 1",
        "á, 71, UCS_2, 71, 2",
        "á, 134, UCS_2, 134, 2",
        "á, 135, UCS_2, 135, 3",
        "😀, 35, UCS_2, 70, 1",
        "😀, 36, UCS_2, 72, 2",
        "😀, 66, UCS_2, 132, 2",
        "😀, 67, UCS_2, 134, 3", // 67 is odd too: a part holds 33 pairs
    })
    void knownLengths(String character, int times, Alphabet alphabet, int units, int count) {
        assertThat(SmsSegments.of(character.repeat(times))).isEqualTo(new SmsSegments(alphabet, units, count));
    }

    @ParameterizedTest
    @CsvSource({"^", "{", "}", "[", "]", "~", "\\", "|"})
    void theExtensionTableCountsTwice(String character) {
        assertThat(SmsSegments.of(character).units()).isEqualTo(2);
    }

    @Property
    void aLongerTextNeverTakesFewerSegments(@ForAll @StringLength(max = 500) String text, @ForAll char more) {
        if (!Character.isSurrogate(more)) {
            assertThat(SmsSegments.of(text + more).count())
                    .isGreaterThanOrEqualTo(SmsSegments.of(text).count());
        }
    }

    @Property
    void plainTextFillsItsParts(
            @ForAll @StringLength(min = 161, max = 2000) @CharRange(from = 'a', to = 'z') String text) {
        assertThat(SmsSegments.of(text).count()).isEqualTo((text.length() + 152) / 153);
    }
}
