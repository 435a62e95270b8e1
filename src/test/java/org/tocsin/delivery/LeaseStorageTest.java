package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.delivery.replica.Lease;
import org.tocsin.delivery.replica.Replicas;
import org.tocsin.testing.MigratedDatabase;

/** When a replica's silence means that it is gone, and when that it could not be heard. */
class LeaseStorageTest {

    private static final Lease LEASE = new Lease(Duration.ofSeconds(3), Duration.ofSeconds(30));

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final UUID silent = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @BeforeEach
    void twoReplicas() throws SQLException {
        POSTGRES.execute("DELETE FROM replica");
        beat(silent);
        beat(other);
    }

    @Test
    void aReplicaIsGoneWhenAnotherWasHeardAllThroughItsSilence() throws SQLException {
        lastHeard(silent, 31, 3_600);
        lastHeard(other, 2, 31);
        assertThat(expired()).containsExactly(silent);
    }

    @Test
    void aReplicaHasItsWholeLease() throws SQLException {
        lastHeard(silent, 29, 3_600);
        lastHeard(other, 2, 3_600);
        assertThat(expired()).isEmpty();
    }

    /** What a standby finds that takes over half a minute after its primary's death, however long it has been up. */
    @Test
    void afterAnOutageNobodyIsGoneUntilTheOthersHaveBeenHeardForAWholeLease() throws SQLException {
        lastHeard(silent, 40, 3_600);
        lastHeard(other, 40, 3_600);
        assertThat(expired()).isEmpty();
        beat(other);
        assertThat(expired()).isEmpty();
        lastHeard(other, 2, steadyFor(other) + 29);
        assertThat(expired()).isEmpty();
        lastHeard(other, 2, steadyFor(other) + 2);
        assertThat(expired()).containsExactly(silent);
    }

    @Test
    void aReplicaThatIsHeardAgainAfterAnOutageKeepsItsClaims() throws SQLException {
        lastHeard(silent, 40, 3_600);
        lastHeard(other, 40, 3_600);
        beat(other);
        beat(silent);
        lastHeard(other, 2, 31);
        assertThat(expired()).isEmpty();
    }

    @Test
    void aSlowHeartbeatIsNoOutage() throws SQLException {
        lastHeard(silent, 31, 3_600);
        lastHeard(other, 11, 3_600);
        beat(other);
        assertThat(expired()).containsExactly(silent);
    }

    @Test
    void whoStartsAfterAllOthersDiedWaitsALeaseBeforeItTakesOver() throws SQLException {
        lastHeard(silent, 3_600, 7_200);
        assertThat(expired()).isEmpty();
        lastHeard(other, 0, 31);
        assertThat(expired()).containsExactly(silent);
    }

    @Test
    void aLeaseThatRunsOutBetweenTwoHeartbeatsIsRefused() {
        Duration three = Duration.ofSeconds(3);
        assertThatThrownBy(() -> new Lease(three, three)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void beat(UUID replica) throws SQLException {
        POSTGRES.run(connection -> Replicas.beat(connection, replica, LEASE));
    }

    private static List<UUID> expired() throws SQLException {
        return POSTGRES.call(connection -> Replicas.expired(connection, LEASE));
    }

    private static void lastHeard(UUID replica, int secondsAgo, int steadyForSeconds) throws SQLException {
        String sql =
                """
                UPDATE replica SET heartbeat_at = now() - make_interval(secs => ?), steady_since = now() - make_interval(secs => ?)
                WHERE id = ?
                """;
        POSTGRES.run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setInt(1, secondsAgo);
                update.setInt(2, steadyForSeconds);
                update.setObject(3, replica);
                update.executeUpdate();
            }
        });
    }

    private static int steadyFor(UUID replica) throws SQLException {
        return POSTGRES.count(
                "SELECT floor(extract(epoch FROM now() - steady_since))::int FROM replica WHERE id = ?", replica);
    }
}
