package org.tocsin.compose;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.tocsin.affected.Person;
import org.tocsin.affected.Relationship;
import org.tocsin.channel.ChannelKind;
import org.tocsin.incident.Contacts;
import org.tocsin.incident.DataType;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.incident.LocalFacts;
import org.tocsin.template.Variant;

/** An incident and the people hit by it. */
final class Samples {

    static final Contacts CONTACTS =
            new Contacts("+12025550100", "help@example.org", "https://example.org/incident", "08:00-20:00");

    private Samples() {}

    static IncidentFacts facts() {
        return facts(CONTACTS);
    }

    static IncidentFacts facts(Contacts contacts) {
        return new IncidentFacts(
                "INC-2026-0815",
                "Example Telecom",
                LocalDate.of(2026, 8, 19),
                LocalDate.of(2026, 8, 20),
                Instant.parse("2026-08-20T23:30:00Z"),
                new TreeSet<>(List.of(DataType.NAME, DataType.PHONE)),
                new TreeSet<>(List.of(DataType.SSN, DataType.PAYMENT_CARD)),
                new TreeMap<>(Map.of(
                        "en", new LocalFacts("A list was copied.", "We closed the gap.", "Be careful."),
                        "es", new LocalFacts("Se copió una lista.", "Cerramos la brecha.", "Tenga cuidado."))),
                contacts);
    }

    static Person person(String name, DataType... types) {
        return person(name, null, Relationship.SELF, Map.of(), types);
    }

    static Person person(
            String name,
            String addressee,
            Relationship relationship,
            Map<String, String> attributes,
            DataType... types) {
        return new Person(
                "C-1",
                name,
                "ana@example.org",
                "+12025550123",
                "en",
                "US",
                null,
                new TreeSet<>(List.of(types)),
                List.of(),
                null,
                null,
                addressee,
                relationship,
                null,
                attributes);
    }

    static Variant sms(String locale, String text) {
        return new Variant(UUID.randomUUID(), ChannelKind.SMS, locale, null, text, null);
    }

    static Variant email(String locale, String subject, String text, String html) {
        return new Variant(UUID.randomUUID(), ChannelKind.EMAIL, locale, subject, text, html);
    }
}
