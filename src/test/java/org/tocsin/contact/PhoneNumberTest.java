package org.tocsin.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneNumberTest {

    @ParameterizedTest
    @CsvSource({
        "+12025550142, , +12025550142",
        "+1 (202) 555-0142, , +12025550142",
        "' +1 202.555.0142 ', DE, +12025550142",
        "(202) 555-0142, US, +12025550142",
        "1-202-555-0142, US, +12025550142",
        "2025550142, CA, +12025550142",
        "0012025550142, , +12025550142",
        "0012025550142, DE, +12025550142",
        "0049 30 23125014, US, +493023125014",
        "011 49 30 23125014, US, +493023125014",
        "030 23125014, DE, +493023125014",
        "٢٠٢٥٥٥٠١٤٢, US, +12025550142",
        "＋12025550142, , +12025550142",
    })
    void readsNationalAndInternationalForms(String text, String country, String e164) {
        assertThat(PhoneNumber.parse(text, country).value().value()).isEqualTo(e164);
    }

    @ParameterizedTest
    @CsvSource({
        "'', US",
        "-, US",
        "n/a, US",
        "911, US",
        "123-456-7890, US",
        "000-000-0000, US",
        "+1 202 555, ",
        "+1 202 555 0142 0142 0142, ",
        "+999 202 555 0142, ",
        "1-800-FLOWERS, US",
        "202-555-0142 ext. 7, US",
        "202-555-0142;ext=7, US",
        "202-555-0142 x7, US",
        "tel:+1-202-555-0142, US",
        "+12025550142 or +12025550143, US",
        "2025550142, ",
        "2025550142, XX",
    })
    void refusesWhatCannotBeReached(String text, String country) {
        Parsed<PhoneNumber> parsed = PhoneNumber.parse(text, country);

        assertThat(parsed.value()).isNull();
        assertThat(parsed.problem()).isNotBlank().doesNotContain("202", "555");
    }

    @Test
    void saysThatTheCountryIsMissing() {
        assertThat(PhoneNumber.parse("2025550142", null).problem()).contains("country");
        assertThat(PhoneNumber.parse("20255", "US").problem()).doesNotContain("country");
    }

    @Test
    void doesNotReadLongTexts() {
        assertThat(PhoneNumber.parse("+1202555" + "0".repeat(1_000_000), null).problem())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"+12025550142, +1******0142", "+493023125014, +49******5014", "+35312345678, +353****5678"})
    void masksAllButCountryAndEnd(String number, String mask) {
        assertThat(new PhoneNumber(number).mask()).isEqualTo(mask);
    }

    @Test
    void itsTextHidesIt() {
        assertThat(new PhoneNumber("+12025550142")).hasToString("PhoneNumber[...]");
    }
}
