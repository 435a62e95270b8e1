package org.tocsin.incident;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Incidents for tests. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-08-21T10:00:00Z");
    static final LocalFacts ENGLISH = new LocalFacts("A list was copied.", "We closed the gap.", "Be careful.");
    static final LocalFacts SPANISH = new LocalFacts("Se copió una lista.", "Cerramos la brecha.", "Tenga cuidado.");
    static final Contacts CONTACTS =
            new Contacts("+12025550100", "help@example.org", "https://example.org/incident", "08:00-20:00");

    private Samples() {}

    static NewIncident incident() {
        return with(CONTACTS);
    }

    static NewIncident with(Contacts contacts) {
        return new NewIncident(
                "INC-2026-0815",
                "Copied customer list",
                "Example Telecom",
                LocalDate.of(2026, 8, 19),
                LocalDate.of(2026, 8, 20),
                List.of(DataType.PHONE, DataType.NAME),
                List.of(DataType.SSN),
                new TreeMap<>(Map.of("en", ENGLISH, "es", SPANISH)),
                new TreeMap<>(Map.of("discovered", Instant.parse("2026-08-20T09:00:00Z"))),
                contacts);
    }
}
