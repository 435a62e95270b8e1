package org.tocsin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.tocsin.incident.DataType;

class SampleIncidentTest {

    private final JsonNode incident = read();

    @Test
    void saysWhatHappenedInTheLanguagesOfTheReadyTemplate() {
        assertThat(incident.get("facts").fieldNames()).toIterable().containsExactly("en", "es");
        for (JsonNode facts : incident.get("facts")) {
            assertThat(facts.fieldNames())
                    .toIterable()
                    .containsExactly("whatHappened", "whatWeAreDoing", "whatYouCanDo");
        }
    }

    @Test
    void tellsApartWhatWasInvolvedAndWhatWasNot() {
        Set<String> known = Arrays.stream(DataType.values()).map(DataType::name).collect(Collectors.toSet());

        assertThat(codes("dataInvolved")).isSubsetOf(known).isNotEmpty();
        assertThat(codes("notInvolved"))
                .isSubsetOf(known)
                .isNotEmpty()
                .doesNotContainAnyElementsOf(codes("dataInvolved"));
    }

    @Test
    void namesContactsThatAreNobodys() {
        assertThat(incident.at("/contacts/phone").asText()).matches("\\+120255501\\d{2}");
        assertThat(incident.at("/contacts/email").asText()).endsWith("@example.org");
        assertThat(incident.at("/contacts/url").asText()).startsWith("https://example.org/");
    }

    private Set<String> codes(String field) {
        return StreamSupport.stream(incident.get(field).spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(new Sample().incident());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
