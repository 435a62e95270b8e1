package org.tocsin.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class CustomerLookupTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();

    private final String tag = "t" + UUID.randomUUID().toString().substring(0, 8);
    private UUID incident;
    private UUID set;

    @BeforeEach
    void upload() {
        incident = API.openIncident();
        set = API.upload(
                incident,
                """
                customerRef,name,email,phone,country
                %1$s-1,Ana Example,family@%1$s.example.org,(202) 555-0177,US
                %1$s-2,Bo Example,family@%1$s.example.org,,
                """
                        .formatted(tag));
    }

    @Test
    void everyoneWithTheAddressIsFoundHoweverItIsSpelt() {
        lookup(Map.of("email", " family@" + tag.toUpperCase() + ".Example.ORG", "purpose", "ticket " + tag))
                .statusCode(200)
                .body("items.customerRef", containsInAnyOrder(tag + "-1", tag + "-2"))
                .body("items.recordSetId.unique()", contains(set.toString()))
                .body("items.incidentId.unique()", contains(incident.toString()))
                .body("more", equalTo(false));
        assertThat(lookup(Map.of("phone", "+1 202-555-0177", "purpose", "ticket " + tag))
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getList("items.customerRef"))
                .contains(tag + "-1")
                .doesNotContain(tag + "-2");
    }

    @Test
    void whoAskedAndWhyIsInTheEvidenceAndTheAddressIsNot() throws SQLException {
        lookup(Map.of("email", "family@" + tag + ".example.org", "purpose", "first " + tag));
        lookup(Map.of("email", "nobody@" + tag + ".example.org", "purpose", "second " + tag))
                .statusCode(200)
                .body("items", empty());

        List<String> entries = entries();
        assertThat(entries)
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry).contains("support", "customers-by-email"))
                .noneSatisfy(entry -> assertThat(entry).contains("@"));
        assertThat(entries.get(0)).contains("first", tag + "-1", tag + "-2");
        assertThat(entries.get(1)).contains("second").doesNotContain(tag + "-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"purpose\": \"no address\"}",
                "{\"email\": \"canary@example.org\", \"phone\": \"+12025550177\", \"purpose\": \"two\"}",
                "{\"email\": \"canary-example.org\", \"purpose\": \"none\"}",
                "{\"phone\": \"2025550177\", \"purpose\": \"of which country\"}",
                "{\"email\": \"canary@example.org\"}",
                "{\"email\": \"canary@example.org\", \"purpose\": \" \"}",
                "{\"email\": \"canary@example.org\", \"purpose\": \"asked about canary@example.org\"}",
                "{\"phone\": \"+12025550177\", \"purpose\": \"rang from 555-0177\"}",
            })
    void anythingElseIsRefusedAndNotRepeated(String body) {
        String answer = API.as("support")
                .body(body)
                .post("/api/v1/customers/lookup")
                .then()
                .statusCode(400)
                .extract()
                .asString();
        assertThat(answer).doesNotContain("canary", "5550177");
    }

    @Test
    void onlySupportMayLookPeopleUp() {
        for (String role : List.of("author", "approver", "operator", "auditor", "incident-system", "mail-feed")) {
            API.as(role)
                    .body(Map.of("email", "a@example.org", "purpose", "x"))
                    .post("/api/v1/customers/lookup")
                    .then()
                    .statusCode(403);
        }
    }

    private static ValidatableResponse lookup(Map<String, String> request) {
        return API.as("support").body(request).post("/api/v1/customers/lookup").then();
    }

    private List<String> entries() throws SQLException {
        try (Connection owner = TestDatabase.asOwner();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT array_agg(concat_ws(' ', actor, subject, detail) ORDER BY seq) FROM evidence_entry"
                                + " WHERE action = 'CUSTOMER_LOOKED_UP' AND detail LIKE '%" + tag + "%'")) {
            row.next();
            return List.of((String[]) row.getArray(1).getArray());
        }
    }
}
