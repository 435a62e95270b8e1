package org.tocsin.journey;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TwilioStub;

/** People of one incident whose references and addresses no other test has, and the servers that take their messages. */
abstract class OneIncidentJourney {

    static final ServiceApi API = ServiceApi.ofThisTest();
    static final Map<String, Object> FALLBACK =
            Map.of("channels", Map.of("mode", "FALLBACK", "order", List.of("EMAIL", "SMS")));
    static final String HEADER = "customerRef,name,email,phone,locale,country\n";

    ScriptedSmtpServer mail;
    TwilioStub twilio;

    final String tag = "t" + UUID.randomUUID().toString().substring(0, 8);
    UUID incident;

    /** A number that no other test writes to. */
    private final int line = ThreadLocalRandom.current().nextInt(1000, 9990);

    @BeforeEach
    void openIncident() {
        incident = API.openIncident();
    }

    @AfterEach
    void answerAsUsual() {
        mail.answerAsUsual();
    }

    String person(int number, String mailbox, String phone) {
        return "%s,Person %d,%s.%s@example.org,%s,en,US\n".formatted(ref(number), number, mailbox, tag, phone);
    }

    String ref(int number) {
        return tag + "-" + number;
    }

    String phone(int number) {
        return "+1202555" + (line + number);
    }

    Map<String, Object> batch(UUID set, Map<String, Object> more) {
        Map<String, Object> batch =
                new HashMap<>(Map.of("incidentId", incident, "recordSetId", set, "templateId", API.readyTemplate()));
        batch.putAll(more);
        return batch;
    }

    static Map<String, Object> with(Map<String, Object> some, String key, Object value) {
        Map<String, Object> all = new HashMap<>(some);
        all.put(key, value);
        return all;
    }

    List<String> recipients() {
        return mail.messages().stream()
                .map(message -> message.recipients().get(0))
                .filter(to -> to.contains(tag))
                .toList();
    }

    long texts(String to) {
        return twilio.taken().stream().filter(taken -> taken.to().equals(to)).count();
    }

    List<String> actions() {
        return API.as("auditor")
                .get("/api/v1/incidents/{id}/evidence", incident)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.action");
    }
}
