package org.tocsin.template;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.tocsin.template.TemplateCalls.GOOD;
import static org.tocsin.template.TemplateCalls.PATH;
import static org.tocsin.template.TemplateCalls.newName;
import static org.tocsin.template.TemplateCalls.post;
import static org.tocsin.template.TemplateCalls.sms;
import static org.tocsin.template.TemplateCalls.template;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.http.ContentType;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.access.Role;
import org.tocsin.testing.TestDatabase;

/** Templates that are not saved: faults with their place, attacks, and bodies that are none. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RefusedTemplateTest {

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void anErrorRefusesTheTemplateWithItsPlace() {
        String name = newName();
        post(template(name, sms("en", "Dear customer,\n {person.name.getClass.forName('java.lang.Runtime')}")))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("status", equalTo(422))
                .body("violations[0].field", equalTo("SMS/en/text"))
                .body("violations[0].variant", equalTo("SMS/en/text"))
                .body("violations[0].severity", equalTo("ERROR"))
                .body("violations[0].line", equalTo(2))
                .body("violations[0].column", equalTo(2))
                .body("violations[0].message", containsString("quotes"));

        post(template(name, sms("en", GOOD))).body("version", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{color:red}", "{#each x}{/each}", "{inject:keys}", "{nothing}", "{#if data.has.SSN}"})
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void attacksAreRefused(String text) {
        post(template(newName(), sms("en", text))).statusCode(422).body("violations.severity", hasItem("ERROR"));
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void attacksBySizeAreRefused() {
        post(template(newName(), sms("en", "{#if data.has.SSN}".repeat(14_000))))
                .statusCode(422);
        post(template(newName(), sms("en", "{#if data.has.SSN}".repeat(20_000))))
                .statusCode(422);
        assertThat(post(template(newName(), sms("en", "x".repeat(10 * 1024 * 1024))))
                        .extract()
                        .statusCode())
                .isIn(413, 422);
        post(template(newName(), Collections.nCopies(101, sms("en", GOOD)))).statusCode(400);
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void aSubjectWithALineEndIsRefused() {
        Map<String, Object> email = new HashMap<>(sms("en", GOOD));
        email.put("channel", "EMAIL");
        email.put("subject", "Notice\r\nBcc: eve@example.org");

        post(template(newName(), email)).statusCode(422).body("violations[0].field", equalTo("EMAIL/en/subject"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\": \"x\", \"defaultLocale\": \"en\", \"variants\": []}",
                "{\"name\": \"x\", \"defaultLocale\": \"en\", \"variants\": [null]}",
                "{\"name\": \"x y\", \"defaultLocale\": \"en\", \"variants\": [{\"channel\": \"SMS\", \"locale\": \"en\", \"text\": \"x\"}]}",
                "{\"name\": \"x\", \"defaultLocale\": \"en\", \"variants\": [{\"channel\": \"FAX\", \"locale\": \"en\", \"text\": \"x\"}]}",
                "{\"name\": \"x\", \"defaultLocale\": \"en\", \"variants\": [{\"channel\": \"SMS\", \"locale\": \"en\"}]}",
                "{\"name\": \"x\", \"unknown\": 1}",
                "[",
                "null",
            })
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void aBodyThatIsNoTemplateIsRefused(String body) {
        given().contentType(ContentType.JSON).body(body).post(PATH).then().statusCode(400);
    }
}
