package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.tocsin.testing.TwilioCallbacks.TOKEN;
import static org.tocsin.testing.TwilioCallbacks.post;
import static org.tocsin.testing.TwilioStub.Action.status;
import static org.tocsin.testing.TwilioStub.Action.taking;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.OnePerson;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;
import org.tocsin.testing.TwilioCallbacks;
import org.tocsin.testing.TwilioStub;

/** A text whose answer was lost, and what Twilio's callbacks make of it. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class ReceiptJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final String PUBLIC_URL = "https://notices.example.org";
    private static final AtomicInteger PHONES = new AtomicInteger(200);

    private final String phone = "+12025550" + PHONES.getAndIncrement();
    private final String customer = "r" + UUID.randomUUID().toString().substring(0, 8);
    private final String sid = "SM" + UUID.randomUUID().toString().replace("-", "");

    private TwilioStub twilio;
    private OnePerson person;

    @Test
    void anAnswerLostAfterTheMessageWasTakenIsMadeGoodByACallback() {
        twilio.onPost(taking(status(500, "")));
        UUID batch = textOnePerson();
        person.awaitState("UNKNOWN");

        callback("sent").statusCode(204);

        person.awaitState("ACCEPTED");
        assertThat(person.delivery().getString("reason")).isEqualTo("RECEIPT");
        assertThat(person.delivery().getString("providerId")).isEqualTo(sid);
        assertThat(person.delivery().getList("attempts.result")).containsExactly("UNKNOWN");
        API.awaitStatus(batch, "COMPLETED");

        callback("delivered").statusCode(204);

        person.awaitState("DELIVERED");
        assertThat(person.notice().getString("outcome")).isEqualTo("REACHED");
        assertThat(person.notice().getBoolean("confirmed")).isTrue();
        assertThat(API.batch(batch).getInt("outcomes.reachedConfirmed")).isEqualTo(1);
        assertThat(posts()).hasSize(1);
    }

    @Test
    void reversedAndRepeatedCallbacksEndWhereOrderedOnesDo() throws SQLException {
        textOnePerson();
        person.awaitState("ACCEPTED");

        for (String status : List.of("delivered", "undelivered", "sent", "queued", "delivered", "sent")) {
            callback(status).statusCode(204);
        }

        await().atMost(Duration.ofSeconds(60))
                .until(() -> TestDatabase.count(
                                "SELECT count(*) FROM receipt WHERE provider_id = ? AND applied_at IS NULL", sid)
                        == 0);
        assertThat(TestDatabase.count("SELECT count(*) FROM receipt WHERE provider_id = ?", sid))
                .isEqualTo(4);
        assertThat(person.delivery().getString("state")).isEqualTo("DELIVERED");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void aTextThatDidNotArriveLeavesThePersonUnreachedWithTheReason() {
        UUID batch = textOnePerson();
        API.awaitStatus(batch, "COMPLETED");

        callback("undelivered", Map.of("ErrorCode", "30006")).statusCode(204);

        person.awaitState("FAILED");
        assertThat(person.delivery().getString("reason")).isEqualTo("ADDRESS_DEAD");
        assertThat(person.notice().getString("outcome")).isEqualTo("UNREACHED");
        JsonPath counted = API.batch(batch);
        assertThat(counted.getInt("outcomes.unreached")).isEqualTo(1);
        assertThat(counted.getInt("outcomes.outstanding")).isZero();
    }

    @Test
    void aForgedCallbackChangesNothing() throws SQLException {
        textOnePerson();
        person.awaitState("ACCEPTED");
        Map<String, String> fields = fields("delivered", Map.of());
        String address = statusCallback();

        post(address, fields, null)
                .statusCode(403)
                .contentType("application/problem+json")
                .body("title", equalTo("Forbidden"));
        post(address, fields, TwilioCallbacks.signature("another token", address, fields))
                .statusCode(403);
        post(address, fields, TwilioCallbacks.signature(TOKEN, address + "0", fields))
                .statusCode(403);
        String signature = TwilioCallbacks.signature(TOKEN, address, fields);
        post(address.replace("attempt=1", "attempt=2"), fields, signature).statusCode(403);
        post(address, fields("undelivered", Map.of()), signature).statusCode(403);

        assertThat(TestDatabase.count("SELECT count(*) FROM receipt WHERE provider_id = ?", sid))
                .isZero();
        assertThat(person.delivery().getString("state")).isEqualTo("ACCEPTED");
    }

    @Test
    void aFieldNamedTwiceIsNotTwilios() {
        String address = PUBLIC_URL + "/hooks/twilio/status/" + UUID.randomUUID();
        Map<String, String> fields = fields("delivered", Map.of());

        RestAssured.given()
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .header("X-Twilio-Signature", TwilioCallbacks.signature(TOKEN, address, fields))
                .formParams(fields)
                .formParam("MessageStatus", "delivered", "failed")
                .post(URI.create(address).getPath())
                .then()
                .statusCode(403);
    }

    @Test
    void whatIsSignedAndMalformedIsRefused() {
        String address = PUBLIC_URL + "/hooks/twilio/status/" + UUID.randomUUID();
        Map<String, String> fields = fields("No Such\nStatus", Map.of());

        post(address, fields, TwilioCallbacks.signature(TOKEN, address, fields))
                .statusCode(400)
                .body("violations[0].field", equalTo("MessageStatus"));
    }

    /** It may be of a delivery that a restored database has yet to send again. */
    @Test
    void aCallbackOfADeliveryThatIsNotThereIsKept() throws SQLException {
        String address = PUBLIC_URL + "/hooks/twilio/status/" + UUID.randomUUID();
        Map<String, String> fields = fields("delivered", Map.of());

        post(address, fields, TwilioCallbacks.signature(TOKEN, address, fields)).statusCode(204);
        post(address, fields, TwilioCallbacks.signature(TOKEN, address, fields)).statusCode(204);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> TestDatabase.count(
                                "SELECT count(*) FROM receipt WHERE provider_id = ? AND due_at > received_at", sid)
                        == 1);
        assertThat(TestDatabase.count("SELECT count(*) FROM receipt WHERE provider_id = ? AND applied_at IS NULL", sid))
                .isEqualTo(1);
    }

    private UUID textOnePerson() {
        person = OnePerson.texted(API, customer, phone);
        return person.batch();
    }

    private ValidatableResponse callback(String status) {
        return callback(status, Map.of());
    }

    private ValidatableResponse callback(String status, Map<String, String> more) {
        return TwilioCallbacks.signed(statusCallback(), fields(status, more));
    }

    private Map<String, String> fields(String status, Map<String, String> more) {
        return TwilioCallbacks.fields(sid, phone, status, more);
    }

    private List<TwilioStub.Post> posts() {
        return twilio.posts().stream()
                .filter(post -> post.form().get("To").equals(phone))
                .toList();
    }

    private String statusCallback() {
        return posts().get(0).form().get("StatusCallback");
    }
}
