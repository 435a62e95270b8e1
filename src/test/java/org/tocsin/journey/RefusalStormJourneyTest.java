package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** A mail server that refuses one message after another: the batch is held before many are lost. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class RefusalStormJourneyTest extends ManyPeopleJourney {

    private static final int CONNECTIONS = 10;

    @Test
    void aStormOfRefusalsAtTheDotHoldsTheBatchWithin200MessagesAndAgainAfterItWasResumed() {
        mail.always(Step.DOT, SmtpAction.reply("554 5.7.1 refused by policy"));
        int dotsBefore = mail.dots();
        UUID batch = API.approved(batch(1_500, MAIL_ONLY));

        JsonPath held = awaitQuietHold(batch);
        assertThat(held.getString("heldReason")).isEqualTo("POLICY_REFUSALS");
        int first = mail.dots() - dotsBefore;
        assertThat(first).isBetween(40, 40 + CONNECTIONS);

        act("approver", batch, "resume").then().statusCode(200);
        held = awaitQuietHold(batch);
        assertThat(held.getString("heldReason")).isEqualTo("POLICY_REFUSALS");
        assertThat(mail.dots() - dotsBefore - first).isBetween(40, 40 + CONNECTIONS);
        act("approver", batch, "cancel").then().statusCode(200);
    }

    @Test
    void aStormOfRefusalsOfTheSenderHoldsTheBatchToo() {
        mail.always(Step.MAIL, SmtpAction.reply("550 5.7.1 this sender is not welcome"));
        long before = mailCommands();
        UUID batch = API.approved(batch(1_500, MAIL_ONLY));
        JsonPath held = awaitQuietHold(batch);
        assertThat(held.getString("heldReason")).isEqualTo("POLICY_REFUSALS");
        assertThat(mailCommands() - before).isBetween(40L, 40L + CONNECTIONS);
        act("approver", batch, "cancel").then().statusCode(200);
    }

    @Test
    void replicasShareWhatAStormMayCost() {
        // Three more that only seem to be there; far enough ahead that nobody takes them for gone.
        List<UUID> others = Stream.generate(UUID::randomUUID).limit(3).toList();
        for (UUID other : others) {
            TestDatabase.execute(
                    "INSERT INTO replica (id, heartbeat_at) VALUES ('" + other + "', now() + interval '1 hour')");
        }
        try {
            Instant seen = Instant.now();
            await().atMost(Duration.ofSeconds(60)).until(() -> lastHeartbeat().isAfter(seen));
            mail.always(Step.DOT, SmtpAction.reply("554 5.7.1 refused by policy"));
            int dotsBefore = mail.dots();
            UUID batch = API.approved(batch(500, MAIL_ONLY));
            awaitQuietHold(batch);
            assertThat(mail.dots() - dotsBefore).isBetween(10, 10 + CONNECTIONS);
            act("approver", batch, "cancel").then().statusCode(200);
        } finally {
            for (UUID other : others) {
                TestDatabase.execute("DELETE FROM replica WHERE id = '" + other + "'");
            }
        }
    }

    private long mailCommands() {
        return mail.commands().stream()
                .filter(line -> line.startsWith("MAIL FROM"))
                .count();
    }

    private static Instant lastHeartbeat() throws SQLException {
        try (Connection connection = TestDatabase.asOwner();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT max(heartbeat_at) FROM replica WHERE heartbeat_at <= now()")) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }

    /** Held, and everything that was in hand has its outcome. */
    private static JsonPath awaitQuietHold(UUID batch) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> API.batch(batch),
                        seen -> seen.getString("status").equals("HELD") && seen.getInt("deliveries.sending") == 0);
    }
}
