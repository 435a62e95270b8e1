package org.tocsin.incident;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.access.Role;
import org.tocsin.testing.TestDatabase;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class IncidentResourceTest {

    private static final String PATH = "/api/v1/incidents";

    @Inject
    AgroalDataSource database;

    @Inject
    Incidents incidents;

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void anIncidentIsOpenedAndRead() {
        String reference = newReference();
        String location = post(incident(reference))
                .statusCode(201)
                .body("id", not(nullValue()))
                .extract()
                .header("Location");

        given().get(location)
                .then()
                .statusCode(200)
                .body("reference", equalTo(reference))
                .body("status", equalTo("OPEN"))
                .body("title", equalTo("Copied customer list"))
                .body("organisation", equalTo("Example Telecom"))
                .body("occurredFrom", equalTo("2026-08-19"))
                .body("occurredTo", equalTo("2026-08-20"))
                .body("dataInvolved", equalTo(List.of("NAME", "PHONE")))
                .body("notInvolved", equalTo(List.of("SSN", "PAYMENT_CARD", "CREDENTIALS")))
                .body("facts.en.whatHappened", equalTo("On 19 August somebody copied a list of customers."))
                .body("facts.es.whatYouCanDo", equalTo("Desconfíe de llamadas que pidan más datos."))
                .body("milestones.discovered", equalTo("2026-08-20T09:00:00Z"))
                .body("milestones.contained", equalTo("2026-08-20T11:30:00Z"))
                .body("milestoneLog.name", equalTo(List.of("contained", "discovered")))
                .body("milestoneLog.recordedBy", equalTo(List.of("author", "author")))
                .body("contacts.phone", equalTo("+12025550100"))
                .body("contacts.hours", equalTo("08:00-20:00"))
                .body("factsVersion", equalTo(1))
                .body("factsEditor", equalTo("author"))
                .body("createdBy", equalTo("author"));
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void aReferenceIsTakenOnce() {
        String reference = newReference();
        post(incident(reference)).statusCode(201);

        post(incident(reference)).statusCode(409).body("detail", containsString("reference"));
        given().queryParam("reference", reference)
                .get(PATH)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].reference", equalTo(reference))
                .body("next", nullValue());
        given().queryParam("reference", newReference()).get(PATH).then().body("items", empty());
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void theSameRequestTwiceOpensOnce() {
        String key = UUID.randomUUID().toString();
        String incident = incident(newReference());
        String id = given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(incident)
                .post(PATH)
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(incident)
                .post(PATH)
                .then()
                .statusCode(201)
                .body("id", equalTo(id))
                .header("Location", endsWith(id));
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void theListGoesOnWhereThePageBeforeEnded() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(open());
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        while (next != null) {
            var page = given().queryParam("limit", 2)
                    .queryParam("after", next)
                    .get(PATH)
                    .then()
                    .statusCode(200);
            seen.addAll(page.extract().path("items.id"));
            next = page.extract().path("next");
        }
        assertThat(seen).doesNotHaveDuplicates().containsSubsequence(made);
    }

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
    void aPatchThatChangesNothingChangesNothing(String patch) throws SQLException {
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

    @ParameterizedTest
    @ValueSource(strings = {"{\"unknown\": 1}", "{}", "[]", "null", "{", "", "{\"reference\": \"\\ud800\"}"})
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void aBodyThatIsNoIncidentIsRefused(String body) {
        post(body).statusCode(400);
        given().header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(ContentType.JSON)
                .body(body)
                .post(PATH)
                .then()
                .statusCode(400);
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void everyActIsInTheEvidenceWithoutAWordOfTheTexts() throws SQLException {
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

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void theSnapshotIsWhatTheIncidentSays() {
        UUID id = UUID.fromString(open());

        IncidentSnapshot snapshot = incidents.snapshot(id).orElseThrow();

        assertThat(snapshot.facts().reference()).isEqualTo(incidents.reference(id));
        assertThat(snapshot.facts().discovered()).isEqualTo("2026-08-20T09:00:00Z");
        assertThat(snapshot.facts().dataInvolved()).containsExactly(DataType.NAME, DataType.PHONE);
        assertThat(snapshot.facts().facts()).containsOnlyKeys("en", "es");
        assertThat(snapshot.facts().contacts().email()).isEqualTo("help@example.org");
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void anUnknownIncidentIsNotFound() {
        UUID unknown = UUID.randomUUID();
        given().get(PATH + "/" + unknown).then().statusCode(404);
        given().get(PATH + "/nonsense").then().statusCode(404);
        patch(unknown.toString(), "{}").statusCode(404);
        assertThat(incidents.snapshot(unknown)).isEmpty();
        assertThat(incidents.reference(unknown)).isNull();
    }

    @Test
    @TestSecurity(
            user = "reader",
            roles = {Role.APPROVER, Role.OPERATOR, Role.SUPPORT, Role.AUDITOR})
    void othersReadButDoNotWrite() {
        given().get(PATH).then().statusCode(200);
        given().get(PATH + "/" + UUID.randomUUID()).then().statusCode(404);
        post(incident(newReference())).statusCode(403);
        patch(UUID.randomUUID().toString(), "{}").statusCode(403);
    }

    @Test
    @TestSecurity(user = "mail-feed", roles = Role.MAIL_FEED)
    void theMailFeedHasNoBusinessHere() {
        given().get(PATH).then().statusCode(403);
        given().get(PATH + "/" + UUID.randomUUID()).then().statusCode(403);
    }

    @Test
    void nobodyWithoutAnAccountDoes() {
        given().get(PATH).then().statusCode(401);
    }

    private static String open() {
        return post(incident(newReference())).statusCode(201).extract().path("id");
    }

    private static ValidatableResponse post(String incident) {
        return given().contentType(ContentType.JSON).body(incident).post(PATH).then();
    }

    private static ValidatableResponse patch(String id, String patch) {
        return given().contentType(ContentType.JSON)
                .body(patch)
                .patch(PATH + "/" + id)
                .then();
    }

    private static ValidatableResponse read(String id) {
        return given().get(PATH + "/" + id).then().statusCode(200);
    }

    private static String newReference() {
        return "INC-" + UUID.randomUUID();
    }

    /** The example of the API description, so that it is proved to work. */
    private static String incident(String reference) {
        return IncidentExamples.NEW.replace("INC-2026-0815", reference);
    }

    private static String digestIn(String evidence) {
        return evidence.replaceAll(".*\"factsDigest\":\"([0-9a-f]{64})\".*", "$1");
    }

    private List<String> evidence(String id) throws SQLException {
        String sql =
                "SELECT actor || ' ' || action || ' ' || detail FROM evidence_entry WHERE incident_id = ? ORDER BY seq";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, UUID.fromString(id));
            List<String> entries = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.add(rows.getString(1));
                }
            }
            return entries;
        }
    }
}
