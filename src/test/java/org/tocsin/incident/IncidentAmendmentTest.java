package org.tocsin.incident;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.tocsin.incident.IncidentCalls.PATH;
import static org.tocsin.incident.IncidentCalls.open;
import static org.tocsin.incident.IncidentCalls.patch;
import static org.tocsin.incident.IncidentCalls.read;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.access.Role;
import org.tocsin.testing.TestDatabase;

/** What a patch does to an incident, to the version of its facts, and to the evidence. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class IncidentAmendmentTest {

    @Inject
    Incidents incidents;

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/merge-patch+json"})
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void whatAPatchNamesIsReplacedAndTheRestStays(String mediaType) {
        String id = open();

        given().contentType(mediaType)
                .body(
                        """
                        {"title": "Another title", "notInvolved": null, "occurredTo": null,
                         "facts": {"en": {"whatYouCanDo": "Nothing."}, "es": null,
                                   "fr": {"whatHappened": "a", "whatWeAreDoing": "b", "whatYouCanDo": "c"}},
                         "milestones": {"contained": null, "determined": "2026-08-20T14:00:00+02:00"},
                         "contacts": {"hours": null}}""")
                .patch(PATH + "/" + id)
                .then()
                .statusCode(200);

        read(id).body("title", equalTo("Another title"))
                .body("organisation", equalTo("Example Telecom"))
                .body("dataInvolved", equalTo(List.of("NAME", "PHONE")))
                .body("notInvolved", empty())
                .body("occurredFrom", equalTo("2026-08-19"))
                .body("occurredTo", nullValue())
                .body("facts.en.whatHappened", equalTo("On 19 August somebody copied a list of customers."))
                .body("facts.en.whatYouCanDo", equalTo("Nothing."))
                .body("facts.es", nullValue())
                .body("facts.fr.whatYouCanDo", equalTo("c"))
                .body("milestones.contained", nullValue())
                .body("milestones.determined", equalTo("2026-08-20T12:00:00Z"))
                .body("milestoneLog.name", equalTo(List.of("determined", "discovered")))
                .body("contacts.hours", nullValue())
                .body("contacts.phone", equalTo("+12025550100"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'facts': {'en': {'whatYouCanDo': 'Nothing.'}}}             | 2",
                "{'occurredTo': '2026-08-19'}                                | 2",
                "{'dataInvolved': ['NAME']}                                  | 2",
                "{'notInvolved': []}                                         | 2",
                "{'organisation': 'Example Mobile'}                          | 2",
                "{'contacts': {'hours': null}}                               | 2",
                "{'milestones': {'discovered': '2026-08-20T08:00:00Z'}}      | 2",
                "{'milestones': {'determined': '2026-08-20T12:00:00Z'}}      | 1",
                "{'title': 'Another title'}                                  | 1",
            })
    @TestSecurity(user = "second-author", roles = Role.AUTHOR)
    void theFactsHaveAVersionOfTheirOwn(String patch, int version) {
        String id = open();

        patch(id, patch.replace('\'', '"')).statusCode(200).body("factsVersion", equalTo(version));

        IncidentSnapshot snapshot = incidents.snapshot(UUID.fromString(id)).orElseThrow();
        assertThat(snapshot.factsVersion()).isEqualTo(version);
        assertThat(snapshot.factsEditor()).isEqualTo("second-author");
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void amendmentsAtOnceAreMadeOneAfterTheOther() {
        String id = open();
        List<String> languages = List.of("da", "de", "fi", "fr", "it", "nl", "pl", "sv");

        languages.parallelStream().forEach(language -> patch(
                        id,
                        "{\"facts\": {\"" + language
                                + "\": {\"whatHappened\": \"a\", \"whatWeAreDoing\": \"b\", \"whatYouCanDo\": \"c\"}}}")
                .statusCode(200));

        IncidentSnapshot snapshot = incidents.snapshot(UUID.fromString(id)).orElseThrow();
        assertThat(snapshot.facts().facts().keySet()).containsAll(languages).hasSize(10);
        assertThat(snapshot.factsVersion()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'organisation': 'Example Telecom', 'dataInvolved': ['PHONE', 'NAME', 'NAME']}",
                "{'milestones': {'discovered': '2026-08-20T11:00:00.000+02:00', 'never': null}}",
                "{'facts': {'de': null, 'en': {}}, 'contacts': {}}",
            })
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void aPatchThatChangesNothingChangesNothing(String patch) {
        String id = open();
        String before = given().get(PATH + "/" + id).asString();

        patch(id, patch.replace('\'', '"')).statusCode(200);

        assertThat(given().get(PATH + "/" + id).asString()).isEqualTo(before);
        assertThat(evidence(id)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'reference': 'INC-1'}                                    | reference",
                "{'title': null}                                           | title",
                "{'organisation': ' '}                                     | organisation",
                "{'facts': null}                                           | facts",
                "{'facts': {'en': {'whatHappened': null}}}                 | facts[en].whatHappened",
                "{'facts': {'fr': {'whatHappened': 'x'}}}                  | facts[fr].whatWeAreDoing",
                "{'contacts': {'phone': null, 'email': null, 'url': null}} | contacts",
                "{'notInvolved': ['NAME']}                                 | notInvolved",
                "{'occurredFrom': '2026-08-21'}                            | occurredTo",
            })
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void anAmendedIncidentIsCheckedAsAWhole(String patch, String field) {
        String id = open();

        patch(id, patch.replace('\'', '"')).statusCode(400).body("violations.field", hasItem(field));
        read(id).body("factsVersion", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"unknown\": 1}",
                "{\"id\": \"0199a1c2-0a4f-7d00-8f7e-4b1d2c3e5f60\"}",
                "{\"facts\": {\"en\": {\"unknown\": \"x\"}}}",
                "{\"facts\": \"x\"}",
                "{\"dataInvolved\": [\"UNKNOWN\"]}",
                "{\"dataInvolved\": \"NAME\"}",
                "{\"occurredFrom\": \"yesterday\"}",
                "{\"milestones\": {\"discovered\": 1787000000}}",
                "{\"milestones\": {\"discovered\": \"2026-08-20\"}}",
                "{\"milestones\": {\"discovered\": \"2026-08-20T09:00:00\"}}",
                "[]",
                "null",
                "\"text\"",
                "{",
                "",
            })
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void aPatchThatIsNoneIsRefused(String patch) {
        String id = open();

        patch(id, patch).statusCode(400);
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void everyActIsInTheEvidenceWithoutAWordOfTheTexts() {
        String id = open();
        patch(id, "{\"title\": \"New\", \"facts\": {\"en\": {\"whatYouCanDo\": \"Nothing.\"}}}");

        List<String> evidence = evidence(id);

        assertThat(evidence).hasSize(2);
        assertThat(evidence.get(0)).startsWith("author INCIDENT_OPENED").contains("\"factsDigest\":\"");
        assertThat(evidence.get(1))
                .startsWith("author INCIDENT_AMENDED")
                .contains("\"changed\":[\"/facts/en/whatYouCanDo\",\"/title\"]", "\"factsVersion\":2")
                .contains("\"factsDigestBefore\":\"" + digestIn(evidence.get(0)) + "\"")
                .doesNotContain("Nothing.");
        assertThat(digestIn(evidence.get(1))).isNotEqualTo(digestIn(evidence.get(0)));
    }

    private static String digestIn(String evidence) {
        return evidence.replaceAll(".*\"factsDigest\":\"([0-9a-f]{64})\".*", "$1");
    }

    private static List<String> evidence(String id) {
        return TestDatabase.texts(
                "SELECT actor || ' ' || action || ' ' || detail FROM evidence_entry WHERE incident_id = ? ORDER BY seq",
                UUID.fromString(id));
    }
}
