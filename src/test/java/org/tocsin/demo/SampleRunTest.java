package org.tocsin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever an earlier run was cut off, the next one goes on from there and does nothing twice. */
class SampleRunTest {

    private static final String INCIDENTS = "/api/v1/incidents";
    private static final String RECORD_SETS = "/api/v1/incidents/i1/record-sets";
    private static final String READY_TEMPLATE = "/api/v1/templates/ready/plain-notice";
    private static final String TEMPLATES = "/api/v1/templates";
    private static final String BATCHES = "/api/v1/batches";
    private static final String BATCH = "/api/v1/batches/b1";
    private static final String SUBMISSION = "/api/v1/batches/b1/submission";
    private static final String APPROVAL = "/api/v1/admin/batches/b1/approval";

    private static final String NONE = "{\"items\": []}";
    private static final String INCIDENT = "{\"id\": \"i1\"}";
    private static final String FINGERPRINT = "0123456789abcdef".repeat(4);

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final ObjectMapper json = new ObjectMapper();
    private StubService service;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        service = new StubService();
        Files.writeString(folder.resolve(Logins.FILE), StubService.accounts());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void doesTheWholeJobAsTheRolesOnAnEmptyService() throws Exception {
        service.answers("GET " + INCIDENTS, 200, NONE)
                .answers("POST " + INCIDENTS, 201, INCIDENT)
                .answers("GET " + RECORD_SETS, 200, NONE)
                .answers("POST " + RECORD_SETS, 201, recordSet("SEALED"))
                .answers("GET " + BATCHES, 200, NONE)
                .answers("GET " + READY_TEMPLATE, 200, "{\"name\": \"plain-notice\"}")
                .answers("POST " + TEMPLATES, 201, "{\"id\": \"t1\", \"version\": 1}")
                .answers("POST " + BATCHES, 201, batch("PLANNING"))
                .answers("GET " + BATCH, 200, batch("DRAFT"))
                .answers("GET " + BATCH, 200, batch("SUBMITTED"))
                .answers("GET " + BATCH, 200, batch("DISPATCHING"))
                .answers("GET " + BATCH, 200, batch("COMPLETED"))
                .answers("POST " + SUBMISSION, 200, batch("SUBMITTED"))
                .answers("POST " + APPROVAL, 200, batch("APPROVED"));

        run();

        assertThat(service.posts())
                .containsExactly(
                        "incident-system POST " + INCIDENTS,
                        "incident-system POST " + RECORD_SETS,
                        "incident-system POST " + TEMPLATES,
                        "author POST " + BATCHES,
                        "author POST " + SUBMISSION,
                        "approver POST " + APPROVAL);
        assertThat(service.calls())
                .filteredOn(call -> call.method().equals("POST"))
                .allSatisfy(call -> assertThat(call.key()).startsWith("demo-"));
        assertThat(service.calls())
                .filteredOn(call -> call.path().equals(APPROVAL))
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains("\"" + FINGERPRINT + "\"", "\"APPROVE\""));
        assertThat(service.calls())
                .filteredOn(call -> call.toString().equals("incident-system POST " + RECORD_SETS))
                .singleElement()
                .satisfies(call -> assertThat(call.body().lines().count()).isEqualTo(2001));
        assertThat(told()).contains("[##", "COMPLETED", "/api/v1/customers/" + Sample.EXAMPLE_CUSTOMER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETED", "CANCELLED", "REJECTED", "FAILED"})
    void onlyTellsWhatIsThereWhenItIsOver(String status) throws Exception {
        found(status);

        run();

        assertThat(service.posts()).isEmpty();
        assertThat(told()).contains("The batch is " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"APPROVED", "DISPATCHING", "PAUSED", "HELD"})
    void watchesABatchThatIsOnItsWay(String status) throws Exception {
        found(status);
        service.answers("GET " + BATCH, 200, batch(status)).answers("GET " + BATCH, 200, batch("COMPLETED"));

        run();

        assertThat(service.posts()).isEmpty();
        assertThat(told()).contains("The batch is COMPLETED");
    }

    @Test
    void submitsADraftThatItFinds() throws Exception {
        found("DRAFT");
        service.answers("POST " + SUBMISSION, 200, batch("SUBMITTED"))
                .answers("GET " + BATCH, 200, batch("SUBMITTED"))
                .answers("GET " + BATCH, 200, batch("COMPLETED"))
                .answers("POST " + APPROVAL, 200, batch("APPROVED"));

        run();

        assertThat(service.posts()).containsExactly("author POST " + SUBMISSION, "approver POST " + APPROVAL);
    }

    @Test
    void uploadsAgainWhatBrokeOffAndWaitsForAnUploadThatIsNotYetGivenUp() throws Exception {
        service.answers("GET " + INCIDENTS, 200, items(INCIDENT))
                .answers("GET " + RECORD_SETS, 200, items(recordSet("FAILED")))
                .answers("GET " + RECORD_SETS, 200, items(recordSet("RECEIVING")))
                .answers("POST " + RECORD_SETS, 409, "{\"detail\": \"still running\"}")
                .answers("POST " + RECORD_SETS, 201, recordSet("SEALED"))
                .answers("GET " + BATCHES, 200, items(batch("COMPLETED")));

        run();

        assertThat(service.posts())
                .containsExactly("incident-system POST " + RECORD_SETS, "incident-system POST " + RECORD_SETS);
    }

    @Test
    void takesItsOwnBatchAmongThoseThatCameLater() throws Exception {
        service.answers("GET " + INCIDENTS, 200, items(INCIDENT))
                .answers("GET " + RECORD_SETS, 200, items(recordSet("SEALED")))
                .answers("GET " + BATCHES, 200, items(batch("DRAFT") + ", " + batch("COMPLETED")));

        run();

        assertThat(service.posts()).isEmpty();
    }

    @Test
    void approvesNothingThatWouldReallyBeSent() {
        foundBatch(batch("SUBMITTED").replace("\"simulated\": true", "\"simulated\": false"));

        assertThatThrownBy(this::run).isInstanceOf(DemoStopped.class).hasMessageContaining("real messages");
        assertThat(service.posts()).isEmpty();
    }

    @Test
    void endsWithOneLineThatSaysWhatTheServiceSaid() {
        service.answers("GET " + INCIDENTS, 200, NONE)
                .answers(
                        "POST " + INCIDENTS,
                        422,
                        """
                        {"title": "No", "detail": "It is not valid.",
                         "violations": [{"field": "facts", "message": "must be there"}]}""");

        assertThatThrownBy(this::run)
                .isInstanceOf(DemoStopped.class)
                .hasMessage("POST /api/v1/incidents as incident-system was answered with 422 It is not valid.;"
                        + " facts must be there");
    }

    private void found(String status) {
        foundBatch(batch(status));
    }

    private void foundBatch(String batch) {
        service.answers("GET " + INCIDENTS, 200, items(INCIDENT))
                .answers("GET " + RECORD_SETS, 200, items(recordSet("FAILED") + ", " + recordSet("SEALED")))
                .answers("GET " + BATCHES, 200, items(batch));
    }

    private void run() throws DemoStopped, InterruptedException, IOException {
        Api api = new Api(service.uri(), Logins.read(folder, json), json);
        Screen lines = new Screen(new PrintStream(screen, true, StandardCharsets.UTF_8), false);
        Report report = new Report(service.uri(), folder);
        new SampleRun(api, new Sample(), lines, report, json, 200, length -> {}).run();
    }

    private String told() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    private static String items(String list) {
        return "{\"items\": [" + list + "], \"next\": null}";
    }

    private static String recordSet(String status) {
        return "{\"id\": \"r-" + status + "\", \"status\": \"" + status + "\", \"accepted\": 1, \"rejected\": 0,"
                + " \"duplicates\": 0, \"warnings\": 0}";
    }

    private static String batch(String status) {
        return """
                {"id": "b1", "status": "%s", "fingerprint": "%s", "simulated": true, "people": 4,
                 "outcomes": {"outstanding": 2, "reachedUnconfirmed": 1, "unreached": 1},
                 "deliveries": {"accepted": 1, "due": 2}, "plan": {"byChannel": {"EMAIL": 3}},
                 "heldReason": null, "failure": null}"""
                .formatted(status, FINGERPRINT);
    }
}
