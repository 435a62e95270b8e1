package org.tocsin.leak;

import static org.tocsin.leak.Canary.ADDRESS;
import static org.tocsin.leak.Canary.MAIL;
import static org.tocsin.leak.Canary.NAME;
import static org.tocsin.leak.Canary.PHONE;

import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.tocsin.testing.ServiceApi;

/** What is sent and asked in the name of a victim, much of it wrong, with a canary where it is wrong. */
final class WrongCalls {

    private final ServiceApi api;
    private final KeptAnswers kept;

    WrongCalls(ServiceApi api, KeptAnswers kept) {
        this.api = api;
        this.kept = kept;
    }

    /** Uploads that cannot be read, each with a canary where it fails. */
    void uploads(UUID incident) {
        kept.refused(upload(incident, "text/csv", "name,email\n" + NAME + "," + ADDRESS + "\n"));
        kept.refused(upload(incident, "text/csv", ADDRESS + ",name\n1,2\n"));
        kept.refused(upload(incident, "text/csv", "customerRef,email,email\nC-1," + ADDRESS + "," + ADDRESS + "\n"));
        kept.refused(upload(incident, "text/csv", "customerRef,name\nC-1,\"" + NAME + "\n"));
        kept.refused(upload(incident, "application/json", "[{\"customerRef\": \"C-1\", \"name\": \"" + NAME + "\", "));
        kept.refused(upload(incident, "application/json", "{\"email\": \"" + ADDRESS + "\"}"));
        kept.refused(upload(incident, "application/xml", "<name>" + NAME + "</name>"));
        // None of its lines can be used; what was found about them is asked for as well.
        String ndjson =
                "{\"customerRef\": \"C-9\", \"email\": " + ADDRESS + "}\n{\"email\": \"" + ADDRESS + "\"}\n" + NAME;
        Response read = kept.answered(upload(incident, "application/x-ndjson", ndjson), 422);
        kept.answered(
                api.as("author")
                        .get("/api/v1/record-sets/{id}/rejects", read.jsonPath().getString("recordSetId")),
                200);
    }

    /** Questions, right ones and wrong ones. */
    void questions(UUID incident, UUID set) {
        api.as("support")
                .body(Map.of("email", ADDRESS, "purpose", "a call"))
                .post("/api/v1/customers/lookup")
                .then()
                .statusCode(200);
        api.as("support")
                .body(Map.of("phone", "+1" + PHONE, "purpose", "a call"))
                .post("/api/v1/customers/lookup")
                .then()
                .statusCode(200);
        api.as("support").get("/api/v1/customers/C-1/notices").then().statusCode(200);
        kept.refused(lookup("{\"email\": \"" + ADDRESS));
        kept.refused(lookup("{\"email\": \"" + MAIL + "\", \"purpose\": \"x\"}"));
        kept.refused(lookup("{\"email\": \"" + ADDRESS + "\", \"purpose\": \"" + ADDRESS + "\"}"));
        kept.refused(lookup("{\"email\": [\"" + ADDRESS + "\"], \"purpose\": \"x\"}"));
        kept.refused(lookup("{\"" + ADDRESS + "\": 1}"));
        kept.refused(
                api.as("author").body("{\"incidentId\": \"" + ADDRESS + "\"}").post("/api/v1/batches"));
        kept.refused(api.as("author")
                .body(Map.of("recordSetId", set, "customerRef", MAIL, "incidentId", incident))
                .post("/api/v1/templates/{id}/preview", api.readyTemplate()));
        kept.refused(api.as("author")
                .body(Map.of("customerRef", ADDRESS, "reason", "OTHER_CONTACT"))
                .post("/api/v1/incidents/{id}/exclusions", incident));
    }

    private Response lookup(String body) {
        return api.as("support").body(body).post("/api/v1/customers/lookup");
    }

    private Response upload(UUID incident, String type, String content) {
        return api.as("incident-system")
                .contentType(type + "; charset=UTF-8")
                .body(content.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/incidents/{id}/record-sets?name=bad", incident);
    }
}
