package org.tocsin.dispatch.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.dispatch.pace.DomainPace.Asking;
import org.tocsin.dispatch.pace.DomainPace.Turn;
import org.tocsin.testing.MigratedDatabase;

/** The turns of messages to one recipient domain, given to all replicas by one table. */
class DomainPaceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long SLOW = 7;
    private static final long FREE = 8;

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    @BeforeEach
    void nobodyComplained() throws SQLException {
        POSTGRES.execute("DELETE FROM domain_pace");
    }

    @Test
    void aDomainThatNobodySlowedTakesEverythingAtOnce() throws SQLException {
        assertThat(turns(Collections.nCopies(3, new Asking(FREE, null, NOW)), NOW))
                .containsOnly(new Turn(NOW, true));
    }

    @Test
    void messagesToASlowDomainAreGivenTimesAGapApartAndOthersGoOn() throws SQLException {
        configure(Duration.ofSeconds(2));
        List<Turn> turns = turns(
                List.of(new Asking(SLOW, null, NOW), new Asking(FREE, null, NOW), new Asking(SLOW, null, NOW)), NOW);
        assertThat(turns).containsExactly(new Turn(NOW, true), new Turn(NOW, true), new Turn(NOW.plusSeconds(2), true));
    }

    @Test
    void theNextReplicaGoesOnWhereTheLastOneEnded() throws SQLException {
        configure(Duration.ofSeconds(2));
        turns(Collections.nCopies(5, new Asking(SLOW, null, NOW)), NOW);
        assertThat(turns(List.of(new Asking(SLOW, null, NOW)), NOW.plusSeconds(1)))
                .containsExactly(new Turn(NOW.plusSeconds(10), true));
    }

    @Test
    void aTimeThatWasGivenIsKept() throws SQLException {
        configure(Duration.ofSeconds(2));
        turns(Collections.nCopies(5, new Asking(SLOW, null, NOW)), NOW);
        Instant itsTime = NOW.plusSeconds(8);
        assertThat(turns(List.of(new Asking(SLOW, NOW, itsTime)), itsTime)).containsExactly(new Turn(itsTime, true));
    }

    @Test
    void aTimeGivenBeforeTheLastComplaintIsVoid() throws SQLException {
        complain(NOW);
        List<Turn> first = turns(Collections.nCopies(4, new Asking(SLOW, null, NOW)), NOW);
        Instant complaint = NOW.plusSeconds(3);
        complain(complaint);
        Instant later = complaint.plusMillis(1);
        assertThat(first.get(3).at()).isBefore(later);
        assertThat(turns(List.of(new Asking(SLOW, NOW, later)), later).get(0).at())
                .isAfter(later);
    }

    @Test
    void aTimeThatWasMissedIsVoidSoThatAPauseDoesNotEndInABurst() throws SQLException {
        configure(Duration.ofSeconds(2));
        turns(Collections.nCopies(3, new Asking(SLOW, null, NOW)), NOW);
        Instant afterThePause = NOW.plus(Duration.ofMinutes(20));
        List<Turn> turns = turns(
                List.of(new Asking(SLOW, NOW, NOW.plusSeconds(2)), new Asking(SLOW, NOW, NOW.plusSeconds(4))),
                afterThePause);
        assertThat(turns).containsExactly(new Turn(afterThePause, true), new Turn(afterThePause.plusSeconds(2), true));
    }

    @Test
    void nobodyIsGivenATimeBehindTheFurthest() throws SQLException {
        configure(Duration.ofMinutes(4));
        List<Turn> turns = turns(Collections.nCopies(5, new Asking(SLOW, null, NOW)), NOW);
        Instant furthest = NOW.plus(DomainPace.FURTHEST);
        assertThat(turns.get(2)).isEqualTo(new Turn(NOW.plus(Duration.ofMinutes(8)), true));
        assertThat(turns.subList(3, 5)).containsOnly(new Turn(furthest, false));
    }

    @Test
    void aDomainThatHasRecoveredIsForgotten() throws SQLException {
        complain(NOW);
        Instant recovered = NOW.plus(Duration.ofMinutes(30));
        assertThat(turns(List.of(new Asking(SLOW, null, NOW)), recovered)).containsExactly(new Turn(recovered, true));
        assertThat(POSTGRES.count("SELECT count(*) FROM domain_pace")).isZero();
    }

    @Test
    void withWhatTheOperatorTakesBackTheDomainIsFree() throws SQLException {
        configure(Duration.ofSeconds(2));
        POSTGRES.run(DomainPace::forgetConfigured);
        assertThat(turns(Collections.nCopies(2, new Asking(SLOW, null, NOW)), NOW))
                .containsOnly(new Turn(NOW, true));
    }

    private static void configure(Duration gap) throws SQLException {
        POSTGRES.run(connection -> DomainPace.configure(connection, SLOW, gap, NOW));
    }

    private static void complain(Instant at) throws SQLException {
        POSTGRES.run(connection -> DomainPace.slowDown(connection, SLOW, at));
    }

    private static List<Turn> turns(List<Asking> asking, Instant now) throws SQLException {
        return POSTGRES.call(connection -> DomainPace.turns(connection, new ArrayList<>(asking), now));
    }
}
