package org.tocsin.demo;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.INCIDENT_SYSTEM;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.tocsin.platform.Digests;

/**
 * The sample from the incident to the last outcome, step by step as the roles.
 *
 * <p>Each step first looks for what it would make. So a run that was cut off anywhere is taken up where it stands, and one
 * that came to its end is not repeated. Idempotency keys cover the moment between looking and making.
 */
final class SampleRun {

    private static final Set<String> OVER = Set.of("COMPLETED", "FAILED", "REJECTED", "CANCELLED");
    private static final int LARGEST_PAGE = 1000;
    private static final int KEY_DIGITS = 16;
    private static final Duration UNTIL_NEXT_LOOK = Duration.ofMillis(500);

    private final Api api;
    private final Sample sample;
    private final Screen screen;
    private final Report report;
    private final ObjectMapper json;
    private final int peoplePerSecond;
    private final Pause pause;

    SampleRun(
            Api api, Sample sample, Screen screen, Report report, ObjectMapper json, int peoplePerSecond, Pause pause) {
        this.api = api;
        this.sample = sample;
        this.screen = screen;
        this.report = report;
        this.json = json;
        this.peoplePerSecond = peoplePerSecond;
        this.pause = pause;
    }

    /** Brings the sample to its end and tells what is there then. */
    void run() throws DemoStopped, InterruptedException, IOException {
        JsonNode incident = incident();
        JsonNode recordSet = recordSet(incident);
        JsonNode batch = finished(batch(incident, recordSet));
        report.lines(recordSet, batch).forEach(screen::line);
    }

    private JsonNode incident() throws DemoStopped, InterruptedException, IOException {
        byte[] incident = sample.incident();
        String reference = json.readTree(incident).get("reference").asText();
        JsonNode found = api.get(INCIDENT_SYSTEM, "/api/v1/incidents?reference=" + reference)
                .orStop()
                .path("items");
        if (!found.isEmpty()) {
            tell(INCIDENT_SYSTEM, "found incident " + reference);
            return found.get(0);
        }
        JsonNode opened = api.post(INCIDENT_SYSTEM, "/api/v1/incidents", incident, key("incident", incident))
                .orStop();
        tell(INCIDENT_SYSTEM, "opened incident " + reference);
        return opened;
    }

    private JsonNode recordSet(JsonNode incident) throws DemoStopped, InterruptedException, IOException {
        String path = "/api/v1/incidents/" + id(incident) + "/record-sets";
        while (true) {
            Optional<JsonNode> sealed = sealed(path);
            if (sealed.isPresent()) {
                tell(INCIDENT_SYSTEM, "found the people it had uploaded");
                return sealed.get();
            }
            Api.Answer answer = api.upload(
                    INCIDENT_SYSTEM,
                    path + "?name=customers",
                    sample::customers,
                    sample.customersDigest(),
                    "demo-people");
            // An upload under the same key that the database has not yet seen the end of, after a kill for example.
            if (!answer.isConflict()) {
                JsonNode uploaded = answer.orStop();
                tell(INCIDENT_SYSTEM, "uploaded the people: " + Report.upload(uploaded));
                return uploaded;
            }
            pause.of(UNTIL_NEXT_LOOK);
        }
    }

    private Optional<JsonNode> sealed(String path) throws DemoStopped, InterruptedException {
        for (JsonNode set : api.get(INCIDENT_SYSTEM, path).orStop().path("items")) {
            if (set.path("status").asText().equals("SEALED")) {
                return Optional.of(set);
            }
        }
        return Optional.empty();
    }

    private JsonNode batch(JsonNode incident, JsonNode recordSet) throws DemoStopped, InterruptedException {
        JsonNode batches = api.get(AUTHOR, "/api/v1/batches?limit=" + LARGEST_PAGE + "&incidentId=" + id(incident))
                .orStop()
                .path("items");
        if (!batches.isEmpty()) {
            // The latest come first; the sample's own batch is the one that there was before anybody tried more.
            JsonNode first = batches.get(batches.size() - 1);
            tell(AUTHOR, "found its batch, which is " + status(first));
            return first;
        }
        byte[] wanted = bytes(json.createObjectNode()
                .put("incidentId", id(incident))
                .put("recordSetId", id(recordSet))
                .put("templateId", id(template()))
                .put("purpose", "FIRST")
                .put("maxPerSecond", peoplePerSecond)
                .set("channels", fallback()));
        JsonNode planned = api.post(AUTHOR, "/api/v1/batches", wanted, key("batch", wanted))
                .orStop();
        tell(AUTHOR, "planned a batch: email first, a text message where email fails");
        return planned;
    }

    private ObjectNode fallback() {
        ObjectNode channels = json.createObjectNode().put("mode", "FALLBACK");
        channels.putArray("order").add("EMAIL").add("SMS");
        return channels;
    }

    private JsonNode template() throws DemoStopped, InterruptedException {
        String ready = "/api/v1/templates/ready/" + Sample.TEMPLATE;
        byte[] template = bytes(api.get(INCIDENT_SYSTEM, ready).orStop());
        JsonNode saved = api.post(INCIDENT_SYSTEM, "/api/v1/templates", template, key("template", template))
                .orStop();
        tell(
                INCIDENT_SYSTEM,
                "posted the template " + Sample.TEMPLATE + ", version "
                        + saved.path("version").asInt());
        return saved;
    }

    /** Takes a batch from where it stands to its end. */
    private JsonNode finished(JsonNode batch) throws DemoStopped, InterruptedException {
        JsonNode now = batch;
        if (OVER.contains(status(now))) {
            return now;
        }
        Sending sending = new Sending(screen, pause);
        while (!OVER.contains(status(now))) {
            switch (status(now)) {
                case "DRAFT" -> submit(now);
                case "SUBMITTED" -> approve(now);
                case "PLANNING" -> pause.of(UNTIL_NEXT_LOOK);
                default -> sending.watch(now);
            }
            now = api.get(APPROVER, "/api/v1/batches/" + id(batch)).orStop();
        }
        sending.ended(now);
        return now;
    }

    private void submit(JsonNode batch) throws DemoStopped, InterruptedException {
        JsonNode submitted = api.post(
                        AUTHOR, "/api/v1/batches/" + id(batch) + "/submission", new byte[0], "demo-submission")
                .orStop();
        tell(AUTHOR, "submitted it for approval, fingerprint " + fingerprint(submitted));
    }

    private void approve(JsonNode batch) throws DemoStopped, InterruptedException {
        if (!batch.path("simulated").asBoolean()) {
            throw new DemoStopped("this batch would send real messages; the demo approves simulated ones only.");
        }
        tell(APPROVER, "read the plan: " + Report.plan(batch));
        byte[] decision = bytes(json.createObjectNode()
                .put("fingerprint", batch.path("fingerprint").asText())
                .put("decision", "APPROVE")
                .put("comment", "Read the plan of the sample."));
        api.post(APPROVER, "/api/v1/admin/batches/" + id(batch) + "/approval", decision, key("approval", decision))
                .orStop();
        tell(APPROVER, "approved fingerprint " + fingerprint(batch));
    }

    private void tell(String role, String what) {
        screen.line(String.format("  %-16s %s", role, what));
    }

    private byte[] bytes(JsonNode node) {
        try {
            return json.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new IllegalStateException("a JSON tree has a text form", e);
        }
    }

    /** A key that stays the same while what is asked for does. */
    private static String key(String step, byte[] body) {
        return "demo-" + step + "-" + Digests.sha256Hex(body).substring(0, KEY_DIGITS);
    }

    private static String id(JsonNode node) {
        return node.path("id").asText();
    }

    private static String status(JsonNode batch) {
        return batch.path("status").asText();
    }

    private static String fingerprint(JsonNode batch) {
        return batch.path("fingerprint").asText().substring(0, KEY_DIGITS) + "...";
    }
}
