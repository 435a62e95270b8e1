package org.tocsin.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.tocsin.platform.CanonicalJson;

class BatchPolicyTest {

    /** As the version before {@code approvalValidFor} wrote it, and as it stands in batches that are half sent. */
    private static final String OF_THE_VERSION_BEFORE =
            """
            {"channels": {"mode": "FALLBACK", "order": ["EMAIL", "SMS"]},
             "onUnknown": {"EMAIL": "RESEND_ONCE", "SMS": "RECONCILE"},
             "maxPerSecond": 200, "horizon": 259200.000000000, "priority": "NORMAL", "canary": {"people": 100},
             "sharedContact": "EACH"}
            """;

    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());

    @Test
    void aPolicyOfTheVersionBeforeReadsAndKeepsItsFingerprint() throws Exception {
        BatchPolicy policy = json.readValue(OF_THE_VERSION_BEFORE, BatchPolicy.class);
        assertThat(CanonicalJson.of(policy))
                .isEqualTo(
                        "{\"canary\":{\"people\":100},\"channels\":{\"mode\":\"FALLBACK\",\"order\":[\"EMAIL\",\"SMS\"]},"
                                + "\"horizon\":\"PT72H\",\"maxPerSecond\":200,\"onUnknown\":{\"EMAIL\":\"RESEND_ONCE\",\"SMS\":"
                                + "\"RECONCILE\"},\"priority\":\"NORMAL\",\"sharedContact\":\"EACH\"}");
        assertThat(policy.approvalTime()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void overridingOptOutsIsPartOfWhatIsApproved() throws Exception {
        BatchPolicy before = json.readValue(OF_THE_VERSION_BEFORE, BatchPolicy.class);
        BatchPolicy overriding = json.readValue(
                OF_THE_VERSION_BEFORE.replace(
                        "\"priority\"", "\"overrideOptOut\": {\"reason\": \"The law demands it.\"}, \"priority\""),
                BatchPolicy.class);

        assertThat(before.overridesOptOuts()).isFalse();
        assertThat(overriding.overridesOptOuts()).isTrue();
        assertThat(CanonicalJson.of(overriding)).contains("\"overrideOptOut\":{\"reason\":\"The law demands it.\"}");
    }

    @Test
    void aTimeToConfirmInIsPartOfTheFingerprint() throws Exception {
        String named = OF_THE_VERSION_BEFORE.replace("\"SMS\"]}", "\"SMS\"], \"confirmWithin\": 86400.000000000}");
        assertThat(CanonicalJson.of(json.readValue(named, BatchPolicy.class)))
                .contains("\"channels\":{\"confirmWithin\":\"PT24H\",\"mode\":\"FALLBACK\",");
    }

    @Test
    void anApprovalLapsesItsTimeAfterTheApprovalOrTheStartWhicheverIsLater() {
        Batch batch = new Batch();
        batch.status = BatchStatus.APPROVED;
        batch.policy = new BatchPolicy(
                null,
                null,
                null,
                Instant.parse("2026-03-05T00:00:00Z"),
                null,
                null,
                null,
                null,
                null,
                null,
                Duration.ofHours(72),
                null,
                null);
        assertThat(batch.approvalLapsesAt()).isEmpty();
        batch.approvedAt = Instant.parse("2026-03-01T00:00:00Z");
        assertThat(batch.approvalLapsesAt()).hasValue(Instant.parse("2026-03-08T00:00:00Z"));
        assertThat(batch.approvalLapsed(Instant.parse("2026-03-07T23:59:59Z"))).isFalse();
        assertThat(batch.approvalLapsed(Instant.parse("2026-03-08T00:00:00Z"))).isTrue();
        batch.startedAt = Instant.parse("2026-03-05T00:00:01Z");
        assertThat(batch.approvalLapsed(Instant.parse("2026-04-01T00:00:00Z"))).isFalse();
    }

    @Test
    void aBatchWithABrokenSealIsNotCalledLapsed() {
        Batch batch = new Batch();
        batch.status = BatchStatus.HELD;
        batch.heldReason = HoldReason.SEAL_BROKEN.name();
        batch.policy = new BatchPolicy(
                null, null, null, null, null, null, null, null, null, null, Duration.ofHours(1), null, null);
        batch.approvedAt = Instant.parse("2026-03-01T00:00:00Z");
        assertThat(batch.approvalLapsed(Instant.parse("2026-04-01T00:00:00Z"))).isFalse();
    }
}
