package org.tocsin.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.delivery.PlannedNotices;
import org.tocsin.testing.MigratedDatabase;

/** Whom of an earlier batch a resend or a correction is for, in a real PostgreSQL. */
class SourceListTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final UUID source = UUID.randomUUID();
    private final UUID incident = UUID.randomUUID();

    /** Ten people, each with one email: what became of them, and how their attempts ended. */
    @BeforeEach
    void aBatchInWhichEverythingHasHappened() throws SQLException {
        batch(source, null, "FIRST", "COMPLETED", true);
        person(1, "REACHED", "ACCEPTED", "ACCEPTED");
        person(2, "REACHED", "DELIVERED", "ACCEPTED");
        person(3, "UNREACHED", "FAILED", "REFUSED");
        person(4, "UNREACHED", "FAILED", "ACCEPTED"); // bounced
        person(5, "UNREACHED", "CANCELLED", "UNKNOWN"); // given up, and may have left
        person(6, "UNREACHED", "UNDELIVERABLE", null);
        person(7, "WITHDRAWN", "CANCELLED", null);
        person(8, "WITHDRAWN", "CANCELLED", "UNKNOWN");
        person(9, "EXCLUDED", "UNDELIVERABLE", null);
        person(10, "OUTSTANDING", "SENDING", ""); // under way: an attempt that has not ended
        person(11, "OUTSTANDING", "DUE", "TRY_LATER");
    }

    @Test
    void aResendIsForWhoWasNotReached() throws SQLException {
        assertThat(planned(SourcePeople.NOT_REACHED, Purpose.RESEND)).containsExactly("3", "4", "5", "6");
    }

    @Test
    void andWhereToldForWhoWasLeftWithAMessageThatMayHaveGone() throws SQLException {
        assertThat(planned(SourcePeople.NOT_REACHED_OR_UNCERTAIN, Purpose.RESEND))
                .containsExactly("3", "4", "5", "6", "8", "10");
    }

    @Test
    void aCorrectionIsForEveryoneWhoMayHaveTheMessage() throws SQLException {
        assertThat(planned(SourcePeople.MAY_HAVE_IT, Purpose.CORRECTION))
                .containsExactly("1", "2", "4", "5", "8", "10");
    }

    @Test
    void whoIsToldByAnotherResendIsNotToldAgain() throws SQLException {
        UUID other = UUID.randomUUID();
        batch(other, source, "RESEND", "COMPLETED", true);
        notice(other, 3, "REACHED");
        notice(other, 4, "UNREACHED");
        UUID draft = UUID.randomUUID();
        batch(draft, source, "RESEND", "DRAFT", false);
        notice(draft, 5, "OUTSTANDING");

        assertThat(planned(SourcePeople.NOT_REACHED, Purpose.RESEND)).containsExactly("4", "5", "6");
    }

    @Test
    void ofTwoResendsThatWerePlannedAlikeOneIsSubmitted() throws SQLException {
        Batch first = followUp(SourcePeople.NOT_REACHED, Purpose.RESEND);
        Batch second = followUp(SourcePeople.NOT_REACHED, Purpose.RESEND);
        notice(first.id, 4, "OUTSTANDING");
        notice(second.id, 4, "OUTSTANDING");
        POSTGRES.run(connection -> SourceList.requireStillRight(connection, first));
        POSTGRES.execute(
                "UPDATE batch SET status = 'SUBMITTED', submitted_at = now() + interval '1 minute' WHERE id = '"
                        + first.id + "'");

        assertThatThrownBy(() -> POSTGRES.run(connection -> SourceList.requireStillRight(connection, second)))
                .hasMessageContaining("plan it again");

        POSTGRES.execute("UPDATE batch SET status = 'REJECTED' WHERE id = '" + first.id + "'");
        POSTGRES.run(connection -> SourceList.requireStillRight(connection, second));
    }

    @Test
    void aCorrectionThatSomebodyIsMissingFromIsPlannedAgain() throws SQLException {
        Batch correction = followUp(SourcePeople.MAY_HAVE_IT, Purpose.CORRECTION);
        for (int position : List.of(1, 2, 4, 5, 8, 10)) {
            notice(correction.id, position, "OUTSTANDING");
        }
        POSTGRES.run(connection -> SourceList.requireStillRight(connection, correction));

        POSTGRES.execute("UPDATE delivery SET state = 'ACCEPTED' WHERE batch_id = '" + source + "' AND state = 'DUE'");
        assertThatThrownBy(() -> POSTGRES.run(connection -> SourceList.requireStillRight(connection, correction)))
                .hasMessageContaining("more people");

        POSTGRES.execute("UPDATE batch SET status = 'DISPATCHING' WHERE id = '" + source + "'");
        assertThatThrownBy(() -> POSTGRES.run(connection -> SourceList.requireStillRight(connection, correction)))
                .hasMessageContaining("pause or cancel");
    }

    /** The positions that stay in a plan over twelve people, planned in two stretches. */
    private List<String> planned(SourcePeople people, Purpose purpose) throws SQLException {
        Batch batch = followUp(people, purpose);
        StringBuilder kept = new StringBuilder();
        for (int from : List.of(0, 6)) {
            POSTGRES.run(connection -> {
                PlannedNotices.prepare(connection, 0);
                MigratedDatabase.execute(
                        connection,
                        "INSERT INTO planned (position, customer_ref, channel)"
                                + " SELECT p, 'C-' || p, 'EMAIL' FROM generate_series(" + (from + 1) + ", " + (from + 6)
                                + ") p");
                SourceList.keepOnly(connection, batch, from, from + 6L);
                try (var statement = connection.createStatement();
                        var row = statement.executeQuery("SELECT position FROM planned ORDER BY position")) {
                    while (row.next()) {
                        kept.append(row.getLong(1)).append(' ');
                    }
                }
            });
        }
        return List.of(kept.toString().trim().split(" "));
    }

    private Batch followUp(SourcePeople people, Purpose purpose) throws SQLException {
        Batch batch = new Batch();
        batch.id = UUID.randomUUID();
        batch.incidentId = incident;
        batch.sourceBatchId = source;
        batch.sourcePeople = people;
        batch.purpose = purpose;
        batch(batch.id, source, purpose.name(), "DRAFT", false);
        return batch;
    }

    private void batch(UUID id, UUID followed, String purpose, String status, boolean submitted) throws SQLException {
        POSTGRES.execute(
                // Its incident, record set and template do not matter here, so its foreign keys are not checked.
                "SET LOCAL session_replication_role = replica",
                "INSERT INTO batch (id, incident_id, record_set_id, template_id, purpose, drill, simulated, policy, status,"
                        + " created_by, created_at, submitted_at, source_batch_id, source_people) VALUES ('" + id
                        + "', '"
                        + incident + "', uuid_v7(), uuid_v7(), '" + purpose + "', false, false, '{}', '" + status
                        + "', 'author', now(), " + (submitted ? "now()" : "NULL") + ", "
                        + (followed == null ? "NULL, NULL" : "'" + followed + "', 'NOT_REACHED'") + ")");
    }

    private void notice(UUID batch, int position, String outcome) throws SQLException {
        POSTGRES.execute(
                "INSERT INTO notice (id, batch_id, incident_id, record_set_id, position, customer_ref, outcome,"
                        + " updated_at) VALUES (uuid_v7(), '" + batch + "', '" + incident + "', uuid_v7(), " + position
                        + ", 'C-"
                        + position + "', '" + outcome + "', now())");
    }

    /** @param attempt how it ended; empty for not yet, null for none */
    private void person(int position, String outcome, String state, String attempt) throws SQLException {
        notice(source, position, outcome);
        String ofPerson = "FROM notice WHERE batch_id = '" + source + "' AND position = " + position;
        POSTGRES.execute("INSERT INTO delivery (id, notice_id, batch_id, channel, rank, state, updated_at)"
                + " SELECT uuid_v7(), id, batch_id, 'EMAIL', 1, '" + state + "', now() " + ofPerson);
        if (attempt != null) {
            String result = attempt.isEmpty() ? "NULL" : "'" + attempt + "'";
            POSTGRES.execute(
                    "INSERT INTO attempt (delivery_id, number, epoch, worker_id, started_at, result, content_hash)"
                            + " SELECT d.id, 1, 1, uuid_v7(), now(), " + result
                            + ", 'hash' FROM delivery d WHERE d.notice_id IN"
                            + " (SELECT id " + ofPerson + ")");
        }
    }
}
