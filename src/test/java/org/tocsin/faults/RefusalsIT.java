package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tocsin.testing.SmtpAction.disconnect;
import static org.tocsin.testing.SmtpAction.reply;
import static org.tocsin.testing.SmtpAction.replyAndDisconnect;
import static org.tocsin.testing.SmtpAction.taking;
import static org.tocsin.testing.SmtpAction.trickle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tocsin.testing.LedgerSmtpServer;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.SmtpStage;

/**
 * Faults 6, 7, 8 and 15: each person of one batch meets a fault of their own, and nobody else's message suffers. What each
 * reply means at each stage is tested exhaustively at the adapter, in {@code SmtpStagesTest}.
 */
@Timeout(600)
@ExtendWith(SharedBench.class)
class RefusalsIT {

    /**
     * What one person meets, and what must come of the first attempt.
     *
     * @param state where the delivery stands when nothing more happens by itself
     */
    private record Fault(SmtpStage stage, SmtpAction action, String state, String failureClass) {}

    private static final List<Fault> FAULTS = List.of(
            new Fault(SmtpStage.RCPT, reply("450 4.2.1 busy"), "DUE", "MAILBOX_UNABLE"),
            new Fault(SmtpStage.RCPT, reply("550 5.1.1 nobody here"), "FAILED", "ADDRESS_DEAD"),
            new Fault(SmtpStage.RCPT, reply("550 5.7.1 not from you"), "FAILED", "POLICY"),
            new Fault(SmtpStage.RCPT, replyAndDisconnect("421 4.7.0 too fast"), "DUE", "TOO_FAST"),
            new Fault(SmtpStage.RCPT, disconnect(), "DUE", "PROVIDER_DOWN"),
            new Fault(SmtpStage.DATA, reply("451 4.3.0 later"), "DUE", "PROVIDER_DOWN"),
            new Fault(SmtpStage.DATA, reply("554 5.7.0 no"), "FAILED", "POLICY"),
            new Fault(SmtpStage.DATA, disconnect(), "DUE", "PROVIDER_DOWN"),
            new Fault(SmtpStage.DOT, reply("452 4.2.2 full"), "DUE", "MAILBOX_UNABLE"),
            new Fault(SmtpStage.DOT, reply("554 5.7.1 we do not like it"), "FAILED", "POLICY"),
            new Fault(SmtpStage.DOT, replyAndDisconnect("421 4.7.0 too fast"), "DUE", "TOO_FAST"),
            // Whether it was taken or not: it may have left, so it is sent once more.
            new Fault(SmtpStage.DOT, disconnect(), "ACCEPTED", "AMBIGUOUS"),
            new Fault(SmtpStage.DOT, taking(disconnect()), "ACCEPTED", "AMBIGUOUS"));

    private static final int UNSENDABLE = FAULTS.size() + 1;
    private static final int IN_A_TARPIT = FAULTS.size() + 2;
    private static final int PEOPLE = FAULTS.size() + 20;

    @Test
    void eachFaultEndsInItsClassAndStateAndTheRestGoOn(Bench bench) throws Exception {
        ServiceApi api = bench.one().api();
        LedgerSmtpServer mail = bench.mail();
        Audience audience = Audience.byEmail(PEOPLE);
        for (int i = 0; i < FAULTS.size(); i++) {
            mail.forRecipient(
                    audience.mailbox(i + 1),
                    FAULTS.get(i).stage(),
                    FAULTS.get(i).action());
        }
        CountDownLatch hangUp = new CountDownLatch(1);
        SmtpAction tarpit = trickle(Duration.ofSeconds(1));
        mail.forRecipient(
                audience.mailbox(IN_A_TARPIT), SmtpStage.RCPT, (client, closing) -> tarpit.answer(client, hangUp));
        UUID batch;
        Map<String, String> because = Map.of("reason", "a row is broken first");
        api.as("operator").body(because).post("/api/v1/admin/stop").then().statusCode(200);
        try {
            batch = bench.approved(api, audience, Map.of());
            breakRowOf(bench, audience.ref(UNSENDABLE));
        } finally {
            api.as("approver").body(because).delete("/api/v1/admin/stop").then().statusCode(200);
        }

        for (int i = 0; i < FAULTS.size(); i++) {
            Fault fault = FAULTS.get(i);
            String ref = audience.ref(i + 1);
            Story story = await("fault " + i).until(() -> Story.of(api, ref), seen -> seen.cameTo(fault.state()));
            assertThat(story.firstAttempt().failureClass())
                    .as("fault %d: %s", i, story)
                    .isEqualTo(fault.failureClass());
        }
        for (int person = IN_A_TARPIT + 1; person <= PEOPLE; person++) {
            String ref = audience.ref(person);
            await().until(() -> Story.of(api, ref).state(), "ACCEPTED"::equals);
        }
        await().until(() -> Story.of(api, audience.ref(UNSENDABLE)).state(), "FAILED"::equals);
        await().until(() -> Story.of(api, audience.ref(IN_A_TARPIT)).state(), "SENDING"::equals);
        hangUp.countDown(); // on this one alone: a message of somebody else's may be on its way again by now
        await().until(() -> Story.of(api, audience.ref(IN_A_TARPIT)), seen -> seen.cameTo("DUE"));

        api.as("author")
                .body(Map.of("reason", "end of the test"))
                .post("/api/v1/admin/batches/{id}/cancel", batch)
                .then()
                .statusCode(200);
        // The gate is closed at once, what waits is withdrawn in chunks after.
        Comparison comparison =
                await().until(() -> bench.compare(api, audience, batch), compared -> compared.outstanding() == 0);
        assertThat(comparison.holds()).as("%s", comparison).isTrue();
        assertThat(comparison.twice()).isEqualTo(1);
    }

    /** Somebody's row is exchanged for another's by direct SQL: it cannot be opened, so there is no message to make. */
    private static void breakRowOf(Bench bench, String customerRef) throws SQLException {
        try (Connection connection = bench.postgres().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE affected_person DISABLE TRIGGER USER");
            statement.execute("UPDATE affected_person SET envelope = substring(envelope FROM 2) WHERE customer_ref = '"
                    + customerRef + "'");
            statement.execute("ALTER TABLE affected_person ENABLE TRIGGER USER");
        }
    }
}
