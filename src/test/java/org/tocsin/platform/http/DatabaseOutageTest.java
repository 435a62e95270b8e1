package org.tocsin.platform.http;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.TestDatabase;

/** The database lets nobody in for a while, as it does when it is stopped and started. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class DatabaseOutageTest {

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "tocsin.data-dir")
    Path dataFolder;

    @Inject
    AgroalDataSource requests;

    @Inject
    @DataSource("dispatch")
    AgroalDataSource dispatch;

    @Inject
    @DataSource("bulk")
    AgroalDataSource bulk;

    /** What other tests find must be as if nothing had been. */
    @AfterEach
    void dropBrokenConnections() throws SQLException {
        letEverybodyIn();
        for (AgroalDataSource pool : List.of(requests, dispatch, bulk)) {
            pool.flush(AgroalDataSource.FlushMode.INVALID);
        }
    }

    private void letEverybodyIn() throws SQLException {
        asSuperuser("ALTER DATABASE tocsin CONNECTION LIMIT -1");
    }

    @Test
    @TestSecurity(user = "auditor", roles = "auditor")
    void answers503AndRecovers() throws SQLException {
        assertRecovers(() -> given().get("/api/v1/incidents"));
    }

    @Test
    void answers503ToSomebodyWhoSignsIn() throws Exception {
        JsonNode accounts = new ObjectMapper()
                .readTree(dataFolder.resolve("first-accounts.json").toFile());
        String password = accounts.get("auditor").get("password").textValue();

        assertRecovers(
                () -> given().auth().preemptive().basic("auditor", password).get("/api/v1/incidents"));
    }

    private void assertRecovers(Supplier<Response> call) throws SQLException {
        call.get().then().statusCode(200);

        asSuperuser("ALTER DATABASE tocsin CONNECTION LIMIT 0");
        asSuperuser("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'tocsin'");
        call.get()
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5");

        letEverybodyIn();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> call.get().then().statusCode(200));
    }

    private void asSuperuser(String sql) throws SQLException {
        String other = url.replace("/tocsin", "/postgres");
        try (Connection connection = DriverManager.getConnection(other, "postgres", "none");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
