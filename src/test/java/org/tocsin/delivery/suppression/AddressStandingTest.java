package org.tocsin.delivery.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressStandingTest {

    @ParameterizedTest
    @CsvSource({
        "FREE,      false, false",
        "FREE,      true,  false",
        "OPTED_OUT, false, true",
        "OPTED_OUT, true,  false",
        "DEAD,      false, true",
        "DEAD,      true,  true",
    })
    void onlyAnOptOutCanBeOverridden(AddressStanding standing, boolean overridesOptOuts, boolean stops) {
        assertThat(standing.stops(overridesOptOuts)).isEqualTo(stops);
    }
}
