package org.tocsin.journey;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TwilioStub;

/** Six people of one incident, of whom five can be written to, and the servers that take their messages. */
abstract class SixPeopleJourney {

    static final ServiceApi API = ServiceApi.ofThisTest();
    static final int CONTACTABLE_BY_EMAIL = 4;
    static final int CONTACTABLE_BY_SMS = 3;
    ScriptedSmtpServer mail;
    TwilioStub twilio;

    /** Both contacts, email only, phone only, broken contacts, and two who share a mailbox. */
    private static String people(String tag) {
        return """
                customerRef,name,email,phone,locale,country,dataTypes
                %1$s-1,Ana García,ana.%1$s@example.org,202-555-0101,es,US,NAME;PHONE
                %1$s-2,Jürgen Groß,jurgen.%1$s@example.org,,en,DE,NAME
                %1$s-3,Bob Roe,,+12025550103,en,US,PHONE
                %1$s-4,Kim Doe,not an address,not a number,en,US,NAME
                %1$s-5,O'Brien <b>,shared.%1$s@example.org,+12025550105,en,US,NAME;EMAIL
                %1$s-6,Lee Doe,shared.%1$s@example.org,,fr,,NAME
                """
                .formatted(tag);
    }

    private static String freshTag() {
        return "t" + UUID.randomUUID().toString().substring(0, 8);
    }

    record Prepared(String tag, UUID incident, UUID recordSet, UUID template) {

        static Prepared fresh() {
            String tag = freshTag();
            UUID incident = API.openIncident();
            return new Prepared(tag, incident, API.upload(incident, people(tag)), API.readyTemplate());
        }

        Map<String, Object> batch(Map<String, Object> more) {
            Map<String, Object> batch =
                    new HashMap<>(Map.of("incidentId", incident, "recordSetId", recordSet, "templateId", template));
            batch.putAll(more);
            return batch;
        }
    }

    static JsonPath awaitWithdrawn(UUID batch) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> API.batch(batch), seen -> seen.getInt("outcomes.outstanding") == 0);
    }

    List<ScriptedSmtpServer.Received> mailsOf(String tag) {
        return mail.messages().stream()
                .filter(message -> message.recipients().get(0).contains(tag))
                .toList();
    }
}
