package org.tocsin.template;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.tocsin.template.TemplateCalls.GOOD;
import static org.tocsin.template.TemplateCalls.PATH;
import static org.tocsin.template.TemplateCalls.newName;
import static org.tocsin.template.TemplateCalls.post;
import static org.tocsin.template.TemplateCalls.sms;
import static org.tocsin.template.TemplateCalls.template;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tocsin.access.Role;
import org.tocsin.testing.TestDatabase;

/** Templates as they are saved, found and read, and by whom. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TemplateResourceTest {

    @Inject
    AgroalDataSource database;

    @Inject
    Templates templates;

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void aTemplateIsSavedAndRead() {
        String name = newName();
        String location = post(template(name, sms("EN", GOOD)))
                .statusCode(201)
                .body("name", equalTo(name))
                .body("version", equalTo(1))
                .body("digest", matchesPattern("[0-9a-f]{64}"))
                .body("findings", empty())
                .extract()
                .header("Location");

        given().get(location)
                .then()
                .statusCode(200)
                .body("name", equalTo(name))
                .body("author", equalTo("author"))
                .body("defaultLocale", equalTo("en"))
                .body("variants", hasSize(1))
                .body("variants[0].channel", equalTo("SMS"))
                .body("variants[0].locale", equalTo("en"))
                .body("variants[0].text", equalTo(GOOD))
                .body("variants[0].subject", nullValue());
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void theSameNameAgainIsTheNextVersion() {
        String name = newName();
        String first =
                post(template(name, sms("en", GOOD))).statusCode(201).extract().path("id");
        post(template(name, sms("en", GOOD + " Bye."))).statusCode(201).body("version", equalTo(2));

        given().get(PATH + "/" + first).then().body("version", equalTo(1)).body("variants[0].text", equalTo(GOOD));
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void warningsStayWithTheTemplate() {
        String location = post(template(newName(), sms("en", "We had a breach.")))
                .statusCode(201)
                .body("findings.severity", equalTo(List.of("WARNING", "WARNING")))
                .extract()
                .header("Location");

        given().get(location).then().body("findings", hasSize(2)).body("findings[0].variant", equalTo("SMS/en"));
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void theListGoesOnWhereThePageBeforeEnded() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            made.add(post(template(newName(), sms("en", GOOD))).extract().path("id"));
        }
        Set<String> seen = new HashSet<>();
        String next = "";
        while (next != null) {
            var page = given().queryParam("limit", 2)
                    .queryParam("after", next)
                    .get(PATH)
                    .then()
                    .statusCode(200);
            List<String> ids = page.extract().path("items.id");
            assertThat(ids).hasSizeBetween(1, 2).allSatisfy(id -> assertThat(seen.add(id))
                    .isTrue());
            next = page.extract().path("next");
        }
        assertThat(seen).containsAll(made);
        given().queryParam("limit", 0).get(PATH).then().statusCode(400);
        given().queryParam("after", "nonsense").get(PATH).then().statusCode(400);
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void anUnknownTemplateIsNotFound() {
        given().get(PATH + "/" + UUID.randomUUID()).then().statusCode(404);
        given().get(PATH + "/nonsense").then().statusCode(404);
        given().get(PATH + "/ready/nonsense").then().statusCode(404);
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void aReadyTemplateCanBePostedAsItIs() {
        for (String name : ReadyTemplates.NAMES) {
            given().get(PATH + "/ready").then().body("items", hasItem(name));
            String ready = given().get(PATH + "/ready/" + name)
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();

            given().contentType(ContentType.JSON)
                    .body(ready)
                    .post(PATH)
                    .then()
                    .statusCode(201)
                    .header("Location", containsString(PATH))
                    .body("version", greaterThan(0))
                    .body("findings", empty());
        }
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void theSameRequestTwiceSavesOnce() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> template = template(newName(), sms("en", GOOD));

        String first = given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(template)
                .post(PATH)
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(template)
                .post(PATH)
                .then()
                .statusCode(201)
                .body("version", equalTo(1))
                .header("Location", endsWith(first.substring(first.lastIndexOf('/'))));
        post(template).body("version", equalTo(2));
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void savingIsInTheEvidence() throws SQLException {
        String id = post(template(newName(), sms("en", GOOD))).extract().path("id");

        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT actor, action, detail FROM evidence_entry"
                        + " WHERE subject = 'template:" + id + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("actor")).isEqualTo("author");
            assertThat(rows.getString("action")).isEqualTo("TEMPLATE_CREATED");
            assertThat(rows.getString("detail")).contains("\"version\":1", "\"warnings\":0");
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void savesAtOnceUnderOneNameMakeOneVersionEach() {
        String name = newName();
        NewTemplate template = new NewTemplate(
                name, "en", List.of(new NewVariant(org.tocsin.channel.ChannelKind.SMS, "en", null, GOOD, null)));

        List<Integer> versions = IntStream.range(0, 12)
                .parallel()
                .mapToObj(i -> ((SaveResult.Saved) templates.save(template, "author"))
                        .template()
                        .version())
                .sorted()
                .toList();

        assertThat(versions).isEqualTo(IntStream.rangeClosed(1, 12).boxed().toList());
    }

    @Test
    void aSavedTemplateIsFoundAsItWasSaved() {
        SaveResult.Saved saved = (SaveResult.Saved)
                templates.save(ReadyTemplates.find("plain-notice").orElseThrow(), "author");

        assertThat(templates.find(saved.template().id())).contains(saved.template());
        assertThat(templates.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    @TestSecurity(user = "auditor", roles = Role.AUDITOR)
    void anAuditorReadsButDoesNotSave() {
        given().get(PATH).then().statusCode(200);
        post(template(newName(), sms("en", GOOD))).statusCode(403);
    }

    @Test
    @TestSecurity(
            user = "support",
            roles = {Role.SUPPORT, Role.OPERATOR, Role.MAIL_FEED})
    void othersHaveNoBusinessHere() {
        given().get(PATH).then().statusCode(403);
        given().get(PATH + "/" + UUID.randomUUID()).then().statusCode(403);
        given().get(PATH + "/ready").then().statusCode(403);
        post(template(newName(), sms("en", GOOD))).statusCode(403);
    }

    @Test
    void nobodyWithoutAnAccountDoes() {
        given().get(PATH).then().statusCode(401);
    }
}
