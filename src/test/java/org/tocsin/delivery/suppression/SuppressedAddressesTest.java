package org.tocsin.delivery.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;
import org.tocsin.testing.TestKeys;

/** What a replica keeps in mind of the suppressions in a real PostgreSQL. */
class SuppressedAddressesTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private static final Duration DEAD_FOR = Duration.ofDays(180);

    private final SettableClock clock = new SettableClock();
    private final TestKeys keys = new TestKeys("right");
    private final SuppressedAddresses addresses = new SuppressedAddresses(POSTGRES.database(), keys, clock);

    @Test
    void whatHasExpiredIsForgottenSoThatNobodyNeedBeLookedAtAnyMore() throws SQLException {
        suppress(
                "ann@example.org",
                SuppressionReason.ADDRESS_DEAD,
                clock.instant().plus(DEAD_FOR));
        addresses.refresh();
        assertThat(addresses.none()).isFalse();
        assertThat(standing("ann@example.org")).isEqualTo(AddressStanding.DEAD);

        clock.advance(DEAD_FOR);
        addresses.refresh();

        assertThat(addresses.none()).isTrue();
        assertThat(standing("ann@example.org")).isEqualTo(AddressStanding.FREE);
        suppress("ann@example.org", SuppressionReason.OPTED_OUT, null);
        addresses.refresh();
        clock.advance(DEAD_FOR);
        addresses.refresh();
        assertThat(standing("ann@example.org")).isEqualTo(AddressStanding.OPTED_OUT);
    }

    private AddressStanding standing(String address) {
        return addresses.of(ChannelKind.EMAIL, address);
    }

    private void suppress(String address, SuppressionReason reason, Instant until) throws SQLException {
        SuppressedAddress suppressed = SuppressedAddress.of(keys, ChannelKind.EMAIL, address);
        Suppression suppression = new Suppression(
                UUID.randomUUID(),
                ChannelKind.EMAIL,
                suppressed.masked(),
                reason,
                Suppression.Source.PERSON,
                null,
                null,
                "support",
                clock.instant(),
                until);
        POSTGRES.run(connection -> Suppressions.add(connection, suppression, suppressed.digest()));
    }
}
