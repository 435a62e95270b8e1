package org.tocsin.dispatch;

import static org.awaitility.Awaitility.await;
import static org.tocsin.testing.TwilioStub.Action.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TwilioStub;

/** Texts to people on one phone, some with an answer that does not say whether they were taken. */
abstract class LostTexts {

    static final ServiceApi API = ServiceApi.ofThisTest();
    private static final AtomicInteger PHONES = new AtomicInteger(300);

    final String phone = "+13125550" + PHONES.getAndIncrement();
    final String tag = "u" + UUID.randomUUID().toString().substring(0, 8);
    UUID batch;

    TwilioStub twilio;

    @AfterEach
    void leaveNothingUncertain() {
        // What a test has taken from an attempt stands in the digest of its page: other tests verify the evidence.
        TestDatabase.execute(
                "UPDATE attempt SET provider = 'main' WHERE provider IS NULL AND page_id IS NOT NULL AND delivery_id IN"
                        + " (SELECT id FROM delivery WHERE batch_id = '" + batch + "')");
        TestDatabase.execute("UPDATE delivery SET state = 'CANCELLED', due_at = NULL WHERE batch_id = '" + batch
                + "' AND state IN ('UNKNOWN', 'HELD')");
    }

    List<UUID> uncertain(int count, Map<String, Object> more) {
        return sent(count, more, count);
    }

    /** Texts people on one phone; the answers of the first few are lost. */
    List<UUID> sent(int count, Map<String, Object> more, int lost) {
        for (int i = 0; i < lost; i++) {
            twilio.onPost(status(500, ""));
        }
        batch = start(count, more);
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> API.batch(batch),
                        seen -> seen.getInt("deliveries.unknown") == lost
                                && seen.getInt("deliveries.accepted") == count - lost);
        List<UUID> ids = new ArrayList<>();
        for (String id : TestDatabase.texts("SELECT id::text FROM delivery WHERE batch_id = '" + batch + "'")) {
            ids.add(UUID.fromString(id));
        }
        return ids;
    }

    UUID start(int count, Map<String, Object> more) {
        StringBuilder csv = new StringBuilder("customerRef,name,phone,locale,country,dataTypes\n");
        for (int i = 0; i < count; i++) {
            csv.append(tag)
                    .append('-')
                    .append(i)
                    .append(",Bob Roe,")
                    .append(phone)
                    .append(",en,US,NAME\n");
        }
        UUID incident = API.openIncident();
        Map<String, Object> plan = new HashMap<>(Map.of(
                "incidentId", incident,
                "recordSetId", API.upload(incident, csv.toString()),
                "templateId", API.readyTemplate(),
                "channels", Map.of("mode", "FALLBACK", "order", List.of("SMS"))));
        plan.putAll(more);
        return API.approved(plan);
    }

    List<String> states() {
        return TestDatabase.texts(
                "SELECT concat_ws(' ', state, reason) FROM delivery WHERE batch_id = '" + batch + "' ORDER BY id");
    }
}
