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
    void whatSomebodyTookBackThemselvesDoesNotLiftWhatWasAddedForAnotherReason() throws SQLException {
        Suppression dead = dead(FAILED);
        Suppression own = suppression(SuppressionReason.OPTED_OUT, Suppression.Source.RECIPIENT, FAILED, null);
        assertThat(addFailed(dead, FAILED)).isTrue();
        assertThat(addFailed(own, FAILED)).isTrue();
        assertThat(liftOwn(FAILED.minusSeconds(1))).as("before the opt-out").isEmpty();

        assertThat(liftOwn(LIFTED)).contains(own.id());

        assertThat(liftOwn(LIFTED)).isEmpty();
        assertThat(addFailed(own, FAILED)).as("the same text").isFalse();
        assertThat(standing(LIFTED)).contains(dead.id()).doesNotContain(own.id());
        Suppression byHand = suppression(SuppressionReason.OPTED_OUT, Suppression.Source.PERSON, LIFTED, null);
        assertThat(addFailed(byHand, LIFTED.plusSeconds(1))).isTrue();
        assertThat(liftOwn(LIFTED.plusSeconds(60))).as("added by hand").isEmpty();
    }

    @Test
    void anOptOutOutlastsThatTheAddressWasThoughtDead() throws SQLException {
        assertThat(addFailed(dead(FAILED), FAILED)).isTrue();
        Suppression optOut = suppression(SuppressionReason.OPTED_OUT, Suppression.Source.PERSON, FAILED, null);
        boolean added = POSTGRES.call(connection -> Suppressions.add(connection, optOut, digest));
        assertThat(added).isTrue();
        assertThat(addFailed(dead(FAILED), FAILED)).isFalse();

        assertThat(standing(FAILED.plus(Duration.ofDays(400)))).contains(optOut.id());
    }

    private static List<UUID> standing(Instant now) throws SQLException {
        return POSTGRES.call(connection -> Suppressions.list(connection, Optional.empty(), 1_000, now)).stream()
                .map(Suppression::id)
                .toList();
    }

    private Optional<UUID> liftOwn(Instant at) throws SQLException {
        return POSTGRES.call(connection -> Suppressions.liftOwnOptOut(connection, ChannelKind.EMAIL, digest, at));
    }

    private boolean addFailed(Suppression suppression, Instant failedAt) throws SQLException {
        return POSTGRES.call(connection -> Suppressions.addUnlessLifted(connection, suppression, digest, failedAt));
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
