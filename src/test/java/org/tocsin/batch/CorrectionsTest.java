package org.tocsin.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.platform.Ids;
import org.tocsin.testing.MigratedDatabase;

/** Which batches a correction stops, in a real PostgreSQL. */
class CorrectionsTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final UUID wrong = Ids.next();
    private final UUID right = Ids.next();
    private Batch source;
    private Batch resend;
    private Batch resendOfResend;
    private Batch resendWithOtherText;

    @BeforeEach
    void aBatchAndItsResends() throws SQLException {
        source = batch(null, "FIRST", wrong, "COMPLETED", true);
        resend = batch(source, "RESEND", wrong, "COMPLETED", true);
        resendWithOtherText = batch(source, "RESEND", right, "DISPATCHING", true);
        resendOfResend = batch(resendWithOtherText, "RESEND", wrong, "DRAFT", false);
    }

    @ParameterizedTest
    @CsvSource({
        "DRAFT, false, false, false",
        "CANCELLED, false, false, false",
        "SUBMITTED, true, false, true",
        "APPROVED, true, false, true",
        "HELD, true, false, true",
        "REJECTED, true, false, false",
        "CANCELLED, true, false, false",
        "DISPATCHING, true, true, true",
        "COMPLETED, true, true, true",
        "CANCELLED, true, true, true"
    })
    void aCorrectionStandsFromItsSubmissionOnUnlessNobodyHeardOfIt(
            String status, boolean submitted, boolean started, boolean stands) throws SQLException {
        Batch correction = batch(source, "CORRECTION", right, status, submitted);
        if (started) {
            POSTGRES.execute("UPDATE batch SET started_at = now() WHERE id = '" + correction.id + "'");
        }

        for (Batch withTheText : List.of(source, resend, resendOfResend)) {
            assertThat(isStopped(withTheText)).isEqualTo(stands);
        }
        assertThat(isStopped(resendWithOtherText)).isFalse();
        assertThat(isStopped(correction)).isFalse();
    }

    @Test
    void itStopsWhatHasTheTextAndComesFromTheBatch() throws SQLException {
        Batch correction = batch(source, "CORRECTION", right, "DRAFT", false);
        batch(null, "UPDATE", wrong, "DISPATCHING", true);

        assertThat(POSTGRES.<List<UUID>>call(connection -> Corrections.lockStoppedBy(connection, correction)))
                .containsExactlyInAnyOrder(source.id, resend.id, resendOfResend.id);
    }

    @Test
    void aLongSubmissionKeepsNobodyFromMakingLettersOrFollowUpsOfWhatItStops() throws SQLException {
        Batch correction = batch(source, "CORRECTION", right, "DRAFT", false);

        POSTGRES.run(connection -> {
            Corrections.lockStoppedBy(connection, correction);
            POSTGRES.execute(
                    "SET LOCAL lock_timeout = '1s'",
                    "INSERT INTO letter_export (id, batch_id, only_new, letters, without_address, bytes, sha256, exported_by,"
                            + " exported_at) VALUES (uuid_v7(), '" + source.id
                            + "', true, 0, 0, 0, '', 'author', now())");
        });

        assertThat(POSTGRES.count("SELECT count(*) FROM letter_export WHERE batch_id = ?", source.id))
                .isOne();
    }

    @Test
    void aCorrectionOfAResendLeavesWhatCameBeforeIt() throws SQLException {
        Batch correction = batch(resend, "CORRECTION", right, "APPROVED", true);

        assertThat(isStopped(resend)).isTrue();
        assertThat(isStopped(source)).isFalse();
        assertThat(POSTGRES.<List<UUID>>call(connection -> Corrections.lockStoppedBy(connection, correction)))
                .containsExactly(resend.id);
    }

    private static boolean isStopped(Batch batch) throws SQLException {
        return POSTGRES.<Boolean>call(
                connection -> Corrections.standing(connection, batch).isPresent());
    }

    private static Batch batch(Batch followed, String purpose, UUID template, String status, boolean submitted)
            throws SQLException {
        Batch batch = new Batch();
        batch.id = Ids.next();
        batch.templateId = template;
        batch.sourceBatchId = followed == null ? null : followed.id;
        POSTGRES.execute(
                // Its incident, record set and template do not matter here, so its foreign keys are not checked.
                "SET LOCAL session_replication_role = replica",
                "INSERT INTO batch (id, incident_id, record_set_id, template_id, purpose, drill, simulated, policy, status,"
                        + " created_by, created_at, submitted_at, source_batch_id, source_people) VALUES ('" + batch.id
                        + "', uuid_v7(), uuid_v7(), '" + template + "', '" + purpose + "', false, false, '{}', '"
                        + status + "', 'author', now(), " + (submitted ? "now()" : "NULL") + ", "
                        + (followed == null ? "NULL, NULL" : "'" + followed.id + "', 'NOT_REACHED'") + ")");
        return batch;
    }
}
