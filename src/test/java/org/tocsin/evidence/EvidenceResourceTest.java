package org.tocsin.evidence;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.access.Role;
import org.tocsin.platform.database.Transactions;
import org.tocsin.testing.TestDatabase;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class EvidenceResourceTest {

    private static final String VERIFICATION = "/api/v1/evidence/verification";

    private final UUID incident = UUID.randomUUID();

    @Inject
    AgroalDataSource database;

    @Inject
    EvidenceLog log;

    @BeforeEach
    void threeActs() throws SQLException {
        for (int i = 1; i <= 3; i++) {
            Act act = new Act(
                    incident,
                    "author",
                    Action.INCIDENT_AMENDED,
                    "incident:" + incident,
                    Map.of("changed", "field" + i));
            Transactions.execute(database, connection -> log.append(connection, act));
        }
    }

    @Test
    @TestSecurity(user = "auditor", roles = Role.AUDITOR)
    void anAuditorHasTheEvidenceVerified() {
        given().get(VERIFICATION)
                .then()
                .statusCode(200)
                .body("intact", equalTo(true))
                .body("entries", greaterThan(2))
                .body("headHash", matchesPattern("[0-9a-f]{64}"))
                .body("firstBad", nullValue());
    }

    @Test
    @TestSecurity(user = "auditor", roles = Role.AUDITOR)
    void anAuditorReadsWhatWasDoneOldestFirst() {
        var first = given().queryParam("limit", 2)
                .get(path(incident))
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].actor", equalTo("author"))
                .body("items[0].action", equalTo("INCIDENT_AMENDED"))
                .body("items[0].subject", equalTo("incident:" + incident))
                .body("items[0].detail.changed", equalTo("field1"))
                .body("items[0].hash", matchesPattern("[0-9a-f]{64}"))
                .body("items[1].detail.changed", equalTo("field2"));
        int lastSeq = first.extract().path("items[1].seq");
        String next = first.extract().path("next");

        given().queryParam("after", next)
                .get(path(incident))
                .then()
                .body("items", hasSize(1))
                .body("items[0].seq", greaterThan(lastSeq))
                .body("items[0].detail.changed", equalTo("field3"))
                .body("next", nullValue());
    }

    @Test
    @TestSecurity(user = "auditor", roles = Role.AUDITOR)
    void anIncidentThatNobodyOpenedIsNotFound() {
        given().get(path(UUID.randomUUID())).then().statusCode(404);
        given().get("/api/v1/incidents/nonsense/evidence").then().statusCode(404);
        given().queryParam("after", "nonsense").get(path(incident)).then().statusCode(400);
    }

    @Test
    @TestSecurity(
            user = "everybody-else",
            roles = {Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.OPERATOR, Role.SUPPORT, Role.MAIL_FEED})
    void nobodyElseMay() {
        given().get(VERIFICATION).then().statusCode(403);
        given().get(path(incident)).then().statusCode(403);
    }

    @Test
    void norDoesSomebodyWithoutAnAccount() {
        given().get(VERIFICATION).then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE evidence_entry SET actor = 'x'",
                "DELETE FROM evidence_entry",
                "TRUNCATE evidence_entry",
                "ALTER TABLE evidence_entry DISABLE TRIGGER ALL",
                "DROP TRIGGER evidence_entry_append_only ON evidence_entry",
                "DELETE FROM evidence_head",
                "INSERT INTO evidence_head (only_row, seq, hash) VALUES (true, 0, '')",
                "SET session_replication_role = replica",
            })
    void theServicesOwnRoleHasNoRightTo(String sql) {
        assertThatThrownBy(() -> execute(sql))
                .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                        .isEqualTo("42501"));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String path(UUID incident) {
        return "/api/v1/incidents/" + incident + "/evidence";
    }
}
