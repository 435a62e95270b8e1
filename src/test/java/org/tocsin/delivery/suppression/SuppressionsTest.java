package org.tocsin.delivery.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.platform.Digests;
import org.tocsin.testing.MigratedDatabase;

class SuppressionsTest {

    private static final Instant FAILED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LIFTED = FAILED.plusSeconds(60);

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final byte[] digest =
            Digests.sha256().digest(UUID.randomUUID().toString().getBytes());

    @Test
    void aFailureOfBeforeDoesNotUndoThatAPersonHasLiftedIt() throws SQLException {
        Suppression dead = dead(FAILED);
        assertThat(addFailed(dead, FAILED)).isTrue();
        POSTGRES.run(connection -> Suppressions.lift(connection, dead.id(), "support", LIFTED));

        assertThat(addFailed(dead(LIFTED), FAILED)).as("the same failure").isFalse();
        assertThat(addFailed(dead(LIFTED), LIFTED.plusSeconds(1)))
                .as("another one")
                .isTrue();
    }

    @Test
    void anOptOutOutlastsThatTheAddressWasThoughtDead() throws SQLException {
        assertThat(addFailed(dead(FAILED), FAILED)).isTrue();
        Suppression optOut = suppression(SuppressionReason.OPTED_OUT, Suppression.Source.PERSON, FAILED, null);
        boolean added = POSTGRES.call(connection -> Suppressions.add(connection, optOut, digest));
        assertThat(added).isTrue();
        assertThat(addFailed(dead(FAILED), FAILED)).isFalse();

        Instant afterDead = FAILED.plus(Duration.ofDays(400));
        List<Suppression> standing =
                POSTGRES.call(connection -> Suppressions.list(connection, Optional.empty(), 1_000, afterDead));
        assertThat(standing).extracting(Suppression::id).contains(optOut.id());
    }

    private boolean addFailed(Suppression suppression, Instant failedAt) throws SQLException {
        return POSTGRES.call(connection -> Suppressions.addAfterFailure(connection, suppression, digest, failedAt));
    }

    private static Suppression dead(Instant at) {
        return suppression(
                SuppressionReason.ADDRESS_DEAD, Suppression.Source.DELIVERY, at, FAILED.plus(Duration.ofDays(365)));
    }

    private static Suppression suppression(
            SuppressionReason reason, Suppression.Source source, Instant at, Instant expiresAt) {
        return new Suppression(
                UUID.randomUUID(),
                ChannelKind.EMAIL,
                "j***@e***.org",
                reason,
                source,
                null,
                null,
                "somebody",
                at,
                expiresAt);
    }
}
