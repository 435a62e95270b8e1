package org.tocsin.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.access.Role;
import org.tocsin.testing.TestDatabase;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AccountResourceTest {

    private static final String PASSWORD = "three plain words and 7";

    @Inject
    AgroalDataSource database;

    @Inject
    FirstAccounts firstAccounts;

    @ConfigProperty(name = "tocsin.data-dir")
    Path dataFolder;

    private final String username = "a" + UUID.randomUUID().toString().substring(0, 8);
    private String operatorPassword;

    @BeforeEach
    void readThePasswordOfTheFirstOperator() throws Exception {
        operatorPassword = firstAccounts().get("operator").get("password").textValue();
    }

    @Test
    void madeOneAccountPerRoleAtTheFirstStart() throws Exception {
        JsonNode accounts = firstAccounts();

        assertThat(accounts.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(Role.ALL);
        assertThat(accounts.findValuesAsText("password")).doesNotHaveDuplicates();
        assertThat(accounts.get("auditor").get("username").textValue()).isEqualTo("auditor");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void makesNoAccountsWhenThereAreSome() throws Exception {
        byte[] before = Files.readAllBytes(file());

        firstAccounts.makeIfNone();

        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void letsNobodyInWithoutTheRightPassword() {
        given().auth()
                .preemptive()
                .basic("operator", "wrong")
                .get("/api/v1/admin/accounts")
                .then()
                .statusCode(401);
        given().auth()
                .preemptive()
                .basic("nobody", PASSWORD)
                .get("/api/v1/admin/accounts")
                .then()
                .statusCode(401);
        given().auth()
                .preemptive()
                .basic("x\u0000", PASSWORD)
                .get("/api/v1/admin/accounts")
                .then()
                .statusCode(401);
        given().auth()
                .preemptive()
                .basic(username, "p".repeat(100))
                .get("/api/v1/admin/accounts")
                .then()
                .statusCode(401);
        given().header("Authorization", "Basic %%%")
                .get("/api/v1/admin/accounts")
                .then()
                .statusCode(401);
        given().header("Authorization", "Bearer abc")
                .get("/api/v1/admin/accounts")
                .then()
                .statusCode(401);
    }

    @Test
    void slowsDownWhoGuesses() {
        for (int i = 0; i < 3; i++) {
            given().auth()
                    .preemptive()
                    .basic(username, "guess " + i)
                    .get("/api/v1/incidents")
                    .then()
                    .statusCode(401);
        }
        given().auth()
                .preemptive()
                .basic(username, "guess 3")
                .get("/api/v1/incidents")
                .then()
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .contentType("application/problem+json");
        operator().get("/api/v1/admin/accounts").then().statusCode(200);
    }

    @Test
    void makesAnAccountThatWorks() {
        make(username, PASSWORD, "[\"support\"]")
                .statusCode(201)
                .body("createdBy", equalTo("operator"))
                .body("passwordSetBy", equalTo("operator"))
                .body(not(containsString(PASSWORD)));

        as(username, PASSWORD).get("/api/v1/incidents").then().statusCode(200);
        as(username, PASSWORD).get("/api/v1/admin/accounts").then().statusCode(403);
        operator().get("/api/v1/admin/accounts?limit=1000").then().body("items.username", hasItem(username));
        make(username, PASSWORD, "[\"support\"]").statusCode(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "", "ööööööööööööööööööööööööööööööööööööö"})
    void refusesWeakPasswords(String password) {
        make(username, password, "[\"support\"]")
                .statusCode(400)
                .body("violations.field", equalTo(List.of("password")));
    }

    @Test
    void refusesRolesThatDoNotExistOrDoNotGoTogether() {
        make(username, PASSWORD, "[\"root\"]").statusCode(400).body("violations[0].field", equalTo("roles"));
        make(username, PASSWORD, "[]").statusCode(400);
        make(username, PASSWORD, "[\"author\", \"approver\"]").statusCode(422);
        make("Not A Name", PASSWORD, "[\"support\"]").statusCode(400);
        make("system", PASSWORD, "[\"support\"]").statusCode(400);
    }

    @Test
    void disablesAndEnablesAtOnce() {
        make(username, PASSWORD, "[\"support\"]");
        as(username, PASSWORD).get("/api/v1/incidents").then().statusCode(200);

        operator()
                .post("/api/v1/admin/accounts/" + username + "/disable")
                .then()
                .statusCode(204);
        as(username, PASSWORD).get("/api/v1/incidents").then().statusCode(401);
        operator().get("/api/v1/admin/accounts/" + username).then().body("disabledAt", notNullValue());

        operator().post("/api/v1/admin/accounts/" + username + "/enable").then().statusCode(204);
        as(username, PASSWORD).get("/api/v1/incidents").then().statusCode(200);
        operator().get("/api/v1/admin/accounts/" + username).then().body("disabledAt", nullValue());
    }

    @Test
    void changesAPasswordAtOnce() {
        make(username, PASSWORD, "[\"support\"]");
        as(username, PASSWORD).get("/api/v1/incidents").then().statusCode(200);

        operator()
                .contentType("application/json")
                .body("{\"password\": \"another long password\"}")
                .put("/api/v1/admin/accounts/" + username + "/password")
                .then()
                .statusCode(204);
        as(username, PASSWORD).get("/api/v1/incidents").then().statusCode(401);
        as(username, "another long password").get("/api/v1/incidents").then().statusCode(200);
    }

    @Test
    void letsNobodyDisableThemselves() {
        operator().post("/api/v1/admin/accounts/operator/disable").then().statusCode(403);
    }

    @Test
    void doesNotKnowAnAccountThatIsNotThere() {
        operator().get("/api/v1/admin/accounts/" + username).then().statusCode(404);
        operator()
                .post("/api/v1/admin/accounts/" + username + "/disable")
                .then()
                .statusCode(404);
    }

    @Test
    void writesEveryChangeIntoTheEvidence() throws Exception {
        make(username, PASSWORD, "[\"support\"]");
        operator().post("/api/v1/admin/accounts/" + username + "/disable");
        operator().post("/api/v1/admin/accounts/" + username + "/disable");
        operator().post("/api/v1/admin/accounts/" + username + "/enable");

        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT string_agg(action || ' ' || actor || ' ' || detail, '; ' ORDER BY seq) FROM evidence_entry"
                                + " WHERE subject = 'account:" + username + "'")) {
            row.next();
            assertThat(row.getString(1))
                    .isEqualTo("ACCOUNT_CREATED operator {\"roles\":[\"support\"]}; ACCOUNT_DISABLED operator {};"
                            + " ACCOUNT_ENABLED operator {}");
        }
    }

    private ValidatableResponse make(String name, String password, String roles) {
        return operator()
                .contentType("application/json")
                .body("{\"username\": \"%s\", \"password\": \"%s\", \"roles\": %s}".formatted(name, password, roles))
                .post("/api/v1/admin/accounts")
                .then();
    }

    private RequestSpecification operator() {
        return as("operator", operatorPassword);
    }

    private static RequestSpecification as(String username, String password) {
        return given().auth().preemptive().basic(username, password);
    }

    private JsonNode firstAccounts() throws Exception {
        return new ObjectMapper().readTree(file().toFile());
    }

    private Path file() {
        return dataFolder.resolve("first-accounts.json");
    }
}
