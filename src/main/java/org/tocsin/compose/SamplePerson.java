package org.tocsin.compose;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tocsin.affected.Person;
import org.tocsin.affected.Relationship;
import org.tocsin.incident.IncidentFacts;

/** A person who does not exist, for a preview without a record set. */
public final class SamplePerson {

    private SamplePerson() {}

    /**
     * Somebody with all the data that the incident involved.
     *
     * @param locale the language of the preview
     * @param attributes the further columns to fill, each with its own name in brackets
     */
    public static Person of(IncidentFacts facts, String locale, Set<String> attributes) {
        Map<String, String> filled =
                attributes.stream().collect(Collectors.toMap(Function.identity(), column -> "[" + column + "]"));
        return new Person(
                "SAMPLE",
                "Alex Example",
                "alex@example.org",
                "+12025550123",
                locale,
                "US",
                null,
                facts.dataInvolved(),
                List.of("1 Example Street"),
                "Exampletown",
                "00000",
                null,
                Relationship.SELF,
                null,
                filled);
    }
}
