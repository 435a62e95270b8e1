package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.testing.Ledger;
import org.tocsin.testing.Ledger.Event;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SmtpStage;

/** The judge itself: each wrong that it is there to see, it sees. */
class ComparerTest {

    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    @TempDir
    Path folder;

    private final UUID batch = UUID.randomUUID();
    private final Audience audience = Audience.byEmail(1);
    private Connection connection;
    private Ledger ledger;

    @BeforeEach
    void open() throws SQLException {
        connection = DATABASE.database().getConnection();
        ledger = Ledger.at(folder.resolve("ledger.tsv"));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        ledger.close();
    }

    @Test
    void oneMessageAndAStateThatSaysSo() throws Exception {
        took(delivery("ACCEPTED"), "one");
        assertThat(compared()).isEqualTo(counts(1, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(compared().holds()).isTrue();
    }

    @Test
    void aStateThatSaysThatThereIsNoMessageIsTrueToo() throws Exception {
        delivery("FAILED");
        assertThat(compared()).isEqualTo(counts(0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void somebodyWhomNobodyPlannedForIsLost() throws Exception {
        assertThat(compared()).isEqualTo(counts(0, 0, 1, 0, 0, 0, 0, 0, 0));
        assertThat(compared().holds()).isFalse();
    }

    @Test
    void acceptedWithoutAMessageIsLostAndAContradiction() throws Exception {
        delivery("ACCEPTED");
        assertThat(compared()).isEqualTo(counts(0, 0, 1, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void twiceWithALostAnswerIsInsideTheWindow() throws Exception {
        UUID delivery = delivery("ACCEPTED");
        attempt(delivery, "UNKNOWN");
        took(delivery, "one");
        took(delivery, "one");
        assertThat(compared()).isEqualTo(counts(2, 0, 0, 1, 0, 0, 0, 0, 1));
        assertThat(compared().holds()).isTrue();
    }

    @Test
    void oneLostAnswerDoesNotExplainThreeMessages() throws Exception {
        UUID delivery = delivery("ACCEPTED");
        attempt(delivery, "UNKNOWN");
        took(delivery, "one");
        took(delivery, "one");
        took(delivery, "one");
        assertThat(compared()).isEqualTo(counts(3, 0, 0, 1, 1, 0, 0, 0, 1));
    }

    @Test
    void twiceWithNoLostAnswerIsOutsideAndAnotherTextIsChanged() throws Exception {
        UUID delivery = delivery("ACCEPTED");
        took(delivery, "one");
        took(delivery, "two");
        assertThat(compared()).isEqualTo(counts(2, 0, 0, 1, 1, 0, 1, 0, 0));
    }

    @Test
    void aMessageThatTheStateDeniesIsAContradiction() throws Exception {
        took(delivery("DUE"), "one");
        assertThat(compared()).isEqualTo(counts(1, 1, 0, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void aMessageToAnotherMailboxIsAStrangers() throws Exception {
        UUID delivery = delivery("ACCEPTED");
        took(delivery, "one");
        append(delivery, "somebody-else@example.org", "one");
        assertThat(compared()).isEqualTo(counts(1, 0, 0, 0, 0, 0, 0, 1, 0));
    }

    private Comparison compared() throws Exception {
        return Comparer.compare(connection, ledger, audience, batch, true);
    }

    private static Comparison counts(
            long messages,
            long outstanding,
            long lost,
            long twice,
            long twiceOutsideWindow,
            long contradictions,
            long changed,
            long strangers,
            long unknown) {
        return new Comparison(
                1,
                messages,
                outstanding,
                lost,
                twice,
                twiceOutsideWindow,
                contradictions,
                changed,
                strangers,
                unknown,
                true);
    }

    private void took(UUID delivery, String body) {
        append(delivery, audience.mailbox(1), body);
    }

    private void append(UUID delivery, String recipient, String body) {
        ledger.append(
                new Ledger.Entry(Instant.EPOCH, "mail", 1, Event.TAKEN, SmtpStage.DOT, delivery, recipient, body));
    }

    private UUID delivery(String state) throws SQLException {
        UUID notice = UUID.randomUUID();
        UUID delivery = UUID.randomUUID();
        execute(
                """
                INSERT INTO notice (id, batch_id, incident_id, record_set_id, position, customer_ref, outcome, updated_at)
                VALUES (?, ?, gen_random_uuid(), gen_random_uuid(), 1, ?, 'OUTSTANDING', now())
                """,
                notice,
                batch,
                audience.ref(1));
        execute(
                """
                INSERT INTO delivery (id, notice_id, batch_id, channel, rank, state, updated_at)
                VALUES (?, ?, ?, 'EMAIL', 1, ?, now())
                """,
                delivery,
                notice,
                batch,
                state);
        return delivery;
    }

    private void attempt(UUID delivery, String result) throws SQLException {
        execute(
                """
                INSERT INTO attempt (delivery_id, number, epoch, worker_id, started_at, result, content_hash)
                VALUES (?, 1, 1, gen_random_uuid(), now(), ?, '')
                """,
                delivery,
                result);
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
