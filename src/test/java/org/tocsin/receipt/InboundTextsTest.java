package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.testing.MigratedDatabase;

/** People's texts in a real PostgreSQL: kept once, applied in the order in which they came, dropped in time. */
class InboundTextsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] ANN = {1};
    private static final byte[] BOB = {2};

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    @AfterEach
    void empty() throws SQLException {
        POSTGRES.execute("TRUNCATE inbound_text");
    }

    @Test
    void theSameTextIsKeptOnce() throws SQLException {
        assertThat(store("SM1", TextMeaning.STOP, ANN, NOW)).isTrue();
        assertThat(store("SM1", TextMeaning.START, ANN, NOW.plusSeconds(60))).isFalse();

        List<InboundTexts.Stored> taken = take(NOW);
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).text().meaning()).isEqualTo(TextMeaning.STOP);
        assertThat(taken.get(0).text().digest()).isEqualTo(ANN);
        assertThat(taken.get(0).receivedAt()).isEqualTo(NOW);
        assertThat(take(NOW)).as("it is in somebody's hands").isEmpty();
    }

    @Test
    void aLaterTextThatSaysTheOppositeSupersedes() throws SQLException {
        store("SM1", TextMeaning.STOP, ANN, NOW);
        store("SM2", TextMeaning.STOP, BOB, NOW);
        store("SM3", TextMeaning.START, ANN, NOW.plusSeconds(1));
        store("SM4", TextMeaning.OTHER, BOB, NOW.plusSeconds(1));
        store("SM5", TextMeaning.STOP, BOB, NOW.plusSeconds(2));

        assertThat(take(NOW.plusSeconds(2)).stream()
                        .filter(one -> one.text().meaning() != TextMeaning.OTHER)
                        .filter(this::superseded)
                        .map(one -> one.text().providerId()))
                .containsExactly("SM1");
    }

    @Test
    void whatIsAppliedIsNotTakenAgain() throws SQLException {
        store("SM1", TextMeaning.STOP, ANN, NOW);
        UUID id = take(NOW).get(0).text().id();
        POSTGRES.run(connection -> InboundTexts.markApplied(connection, id, InboundTexts.Outcome.APPLIED, NOW));

        assertThat(take(NOW.plus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void whoWroteWhatIsDroppedInTimeAndTheRowKeepsAReplayOut() throws SQLException {
        store("SM1", TextMeaning.STOP, ANN, NOW);
        Instant late = NOW.plus(Duration.ofDays(31));
        int dropped = POSTGRES.call(connection -> InboundTexts.dropOld(connection, Duration.ofDays(30), late));

        assertThat(dropped).isEqualTo(1);
        assertThat(POSTGRES.count("SELECT count(*) FROM inbound_text"
                        + " WHERE digest IS NULL AND wrapped_key IS NULL AND sealed_text IS NULL"))
                .isEqualTo(1);
        assertThat(store("SM1", TextMeaning.STOP, ANN, late)).isFalse();
    }

    private boolean superseded(InboundTexts.Stored stored) {
        try {
            return POSTGRES.call(connection -> InboundTexts.superseded(connection, stored));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean store(String sid, TextMeaning meaning, byte[] digest, Instant at) throws SQLException {
        InboundText text = new InboundText(
                UUID.randomUUID(), "main", sid, meaning, digest, new SealedMail(new byte[] {1}, new byte[] {2}));
        return POSTGRES.call(connection -> InboundTexts.store(connection, text, at));
    }

    private static List<InboundTexts.Stored> take(Instant now) throws SQLException {
        return POSTGRES.call(connection -> InboundTexts.take(connection, 10, now));
    }
}
