package org.tocsin.dispatch.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tocsin.affected.Person;
import org.tocsin.affected.Relationship;
import org.tocsin.testing.TestConfig;

class RecipientZonesTest {

    private final RecipientZones zones = new RecipientZones(
            TestConfig.of(SendingHoursConfig.class, Map.of("tocsin.batch.default-zone", "Europe/Vienna")));

    @Test
    void aNumberTellsWhereItIs() {
        assertThat(zones.ofPhone(person("+12025550101", null))).containsExactly(ZoneId.of("America/New_York"));
        assertThat(zones.ofPhone(person("+14155550101", "DE"))).containsExactly(ZoneId.of("America/Los_Angeles"));
    }

    @Test
    void aNumberThatBelongsToNoPlaceCountsWithAllOfItsZones() {
        assertThat(zones.ofPhone(person("+18005550101", null)))
                .contains(ZoneId.of("America/New_York"), ZoneId.of("America/Los_Angeles"));
    }

    @Test
    void aCountryTellsWhereAMailboxIs() {
        assertThat(zones.ofCountry(person(null, "AT"))).containsExactly(ZoneId.of("Europe/Vienna"));
        assertThat(zones.ofCountry(person(null, "US")))
                .contains(ZoneId.of("America/New_York"), ZoneId.of("Pacific/Honolulu"));
        assertThat(zones.ofCountry(person("+4930123456", "JP"))).containsExactly(ZoneId.of("Asia/Tokyo"));
    }

    @Test
    void whoseZoneIsNotKnownGoesByTheOrganisations() {
        assertThat(zones.ofCountry(person(null, null))).containsExactly(ZoneId.of("Europe/Vienna"));
        assertThat(zones.ofPhone(person("+99912345", null))).containsExactly(ZoneId.of("Europe/Vienna"));
    }

    private static Person person(String phone, String country) {
        return new Person(
                "C-1",
                null,
                null,
                phone,
                null,
                country,
                null,
                new TreeSet<>(),
                List.of(),
                null,
                null,
                null,
                Relationship.SELF,
                null,
                Map.of());
    }
}
