package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.ShiftedClock;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;
import org.tocsin.testing.TwilioStub;

/** What takes hours or days: the recipients' hours, and approvals that nobody uses. On real parts, with the service's clock set. */
@QuarkusTest
@TestProfile(ThroughDaysJourneyTest.WithClock.class)
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class ThroughDaysJourneyTest {

    public static class WithClock implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(ShiftedClock.class);
        }
    }

    private static final ServiceApi API = ServiceApi.ofThisTest();
    /** Two or three o'clock at night in Washington. */
    private static final Duration NIGHT = Duration.ofHours(7);

    private static final Map<String, Object> TEXTS_BY_DAY = Map.of(
            "channels", Map.of("mode", "ALL", "order", List.of("SMS")),
            "window", Map.of("sms", Map.of("from", "08:00", "to", "20:00")));

    @Inject
    ShiftedClock clock;

    private TwilioStub twilio;

    private final String tag = "t" + UUID.randomUUID().toString().substring(0, 8);
    private Map<String, Object> ids;

    @BeforeEach
    void prepare() {
        clock.advanceTo(clock.instant()
                .truncatedTo(ChronoUnit.DAYS)
                .plus(Duration.ofDays(1))
                .plus(NIGHT));
        UUID incident = API.openIncident();
        UUID people = API.upload(
                incident,
                """
                customerRef,name,phone,locale,country
                %1$s-1,Ana Doe,+12025550101,en,US
                %1$s-2,Bob Doe,+12025550103,en,US
                """
                        .formatted(tag));
        ids = Map.of("incidentId", incident, "recordSetId", people, "templateId", API.readyTemplate());
    }

    @Test
    void textsWaitForTheMorningOfTheirRecipients() {
        int before = twilio.taken().size();
        UUID batch = API.approved(batch(TEXTS_BY_DAY));

        await().atMost(Duration.ofSeconds(60)).until(() -> outsideWindow(batch).size() == 2);
        assertThat(twilio.taken()).hasSize(before);

        clock.advance(Duration.ofHours(7)); // nine or ten o'clock in the morning there
        JsonPath done = API.awaitStatus(batch, "COMPLETED");
        assertThat(done.getInt("outcomes.reachedUnconfirmed")).isEqualTo(2);
        assertThat(twilio.taken()).hasSize(before + 2);
    }

    @Test
    void hoursThatBeginBehindTheHorizonGiveUpWithAReason() {
        Map<String, Object> hurried = new HashMap<>(TEXTS_BY_DAY);
        hurried.put("horizon", "PT2H");
        UUID batch = API.approved(batch(hurried));
        JsonPath done = API.awaitStatus(batch, "COMPLETED");
        assertThat(done.getInt("outcomes.unreached")).isEqualTo(2);
        assertThat(API.as("author")
                        .get("/api/v1/batches/{id}/deliveries", batch)
                        .jsonPath()
                        .getList("items.reason"))
                .containsOnly("WINDOW_CLOSED");
    }

    @Test
    void anApprovalThatIsUsedInItsTimeDoesNotLapse() {
        UUID batch = API.approved(
                batch(Map.of("approvalValidFor", "PT48H", "startAt", tomorrow().toString())));
        assertThat(API.batch(batch).getString("approvalLapsesAt"))
                .isEqualTo(tomorrow().plus(Duration.ofHours(48)).toString());
        clock.advance(Duration.ofHours(71));
        assertThat(API.awaitStatus(batch, "COMPLETED", "HELD").getString("status"))
                .isEqualTo("COMPLETED");
    }

    @Test
    void aLapsedApprovalCannotBeResumedOnlyCancelled() {
        UUID batch = API.approved(
                batch(Map.of("approvalValidFor", "PT48H", "startAt", tomorrow().toString())));
        pause(batch);
        clock.advance(Duration.ofHours(73));

        JsonPath held = API.awaitStatus(batch, "HELD");

        assertThat(held.getString("heldReason")).isEqualTo("APPROVAL_LAPSED");
        resume(batch, "go on").then().statusCode(409).body("detail", containsString("can only be cancelled"));
        API.as("author")
                .body(Map.of("reason", "too late"))
                .post("/api/v1/admin/batches/{id}/cancel", batch)
                .then()
                .statusCode(200)
                .body("status", equalTo("CANCELLED"));
        assertThat(twilio.taken().stream().map(TwilioStub.Taken::body)).noneMatch(body -> body.contains(tag));
    }

    private Instant tomorrow() {
        return clock.instant().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(1));
    }

    private void pause(UUID batch) {
        API.as("approver").body(Map.of("reason", "wait")).post("/api/v1/admin/batches/{id}/pause", batch);
    }

    private static io.restassured.response.Response resume(UUID batch, String reason) {
        return API.as("approver").body(Map.of("reason", reason)).post("/api/v1/admin/batches/{id}/resume", batch);
    }

    private Map<String, Object> batch(Map<String, Object> more) {
        Map<String, Object> batch = new HashMap<>(ids);
        batch.putAll(more);
        return batch;
    }

    private static List<Object> outsideWindow(UUID batch) {
        return API.as("author")
                .queryParam("state", "DUE")
                .get("/api/v1/batches/{id}/deliveries", batch)
                .jsonPath()
                .getList("items.findAll { it.reason == 'OUTSIDE_WINDOW' }");
    }
}
