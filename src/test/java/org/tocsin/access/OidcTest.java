package org.tocsin.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.OidcStub;
import org.tocsin.testing.WithOidcServer;

/** A service with an OIDC server: it lets its people in, and built-in accounts only where they are named. */
@QuarkusTest
@TestProfile(WithOidcServer.class)
class OidcTest {

    private static final String PASSWORD = "three plain words and 7";

    @Inject
    AgroalDataSource database;

    @Test
    void letsSomebodyInWithTheRolesOfTheToken() {
        String token = OidcStub.token("u-1", "[\"auditor\", \"unrelated\"]");

        whoAmI(token).statusCode(200).body("subject", equalTo("u-1")).body("roles", equalTo(List.of("auditor")));
        given().auth().oauth2(token).get("/api/v1/evidence/verification").then().statusCode(200);
        given().auth().oauth2(token).get("/api/v1/admin/accounts").then().statusCode(403);
    }

    @Test
    void mapsRolesThatTheServerCallsOtherwise() {
        whoAmI(OidcStub.token("u-2", "[\"breach-approvers\"]")).body("roles", equalTo(List.of("approver")));
        whoAmI(OidcStub.token("u-2", "[\"approver\"]")).body("roles", equalTo(List.of()));
    }

    @Test
    void grantsNeitherOfAuthorAndApproverToWhoHasBoth() {
        whoAmI(OidcStub.token("u-3", "[\"author\", \"breach-approvers\", \"support\"]"))
                .body("roles", equalTo(List.of("support")));
    }

    @Test
    void refusesTokensThatProveNothing() {
        String groups = "[\"auditor\"]";

        for (String token : List.of(
                OidcStub.expiredToken("u-4", groups),
                OidcStub.tokenOfAnotherKey("u-4", groups),
                OidcStub.tokenOfAnotherIssuer("u-4", groups),
                OidcStub.token("system", groups),
                OidcStub.token("u-4", groups) + "x",
                "abc")) {
            whoAmI(token).statusCode(401).contentType("application/problem+json");
        }
    }

    @Test
    void letsOnlyBreakGlassAccountsIn() throws SQLException {
        addAccount("rescuer");
        addAccount("regular");

        given().auth()
                .preemptive()
                .basic("rescuer", PASSWORD)
                .get("/whoami")
                .then()
                .body("subject", equalTo("rescuer"));
        given().auth()
                .preemptive()
                .basic("regular", PASSWORD)
                .get("/whoami")
                .then()
                .statusCode(401);
    }

    private static ValidatableResponse whoAmI(String token) {
        return given().auth().oauth2(token).get("/whoami").then();
    }

    private void addAccount(String username) throws SQLException {
        String sql = "INSERT INTO account (id, username, password_hash, roles, created_at, created_by, password_set_at,"
                + " password_set_by) VALUES (?, ?, ?, '{support}', now(), 'test', now(), 'test')";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, UUID.randomUUID());
            statement.setString(2, username);
            statement.setString(3, BcryptUtil.bcryptHash(PASSWORD, 4));
            statement.executeUpdate();
        }
    }
}
