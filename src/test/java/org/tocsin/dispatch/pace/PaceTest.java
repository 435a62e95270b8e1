package org.tocsin.dispatch.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.dispatch.pace.Pace.Limit;
import org.tocsin.testing.MigratedDatabase;

/** Token buckets in one database, drawn from by two replicas. Their refill is slow here, so that what is counted is what was there. */
class PaceTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    /** So slow that nothing is refilled while a test runs, with a burst of one. */
    private static final double ONE_AN_HOUR = 1 / 3600.0;

    private final Pace first = new Pace(POSTGRES.database());
    private final Pace second = new Pace(POSTGRES.database());
    private final String name = UUID.randomUUID().toString();

    @Test
    void replicasShareOneBucket() {
        Limit limit = Limit.of(ChannelKind.EMAIL, name, ONE_AN_HOUR);
        assertThat(first.take(List.of(limit), 5)).isEqualTo(1);
        assertThat(second.take(List.of(limit), 5)).isZero();
    }

    @Test
    void withoutALimitEverythingMayGo() {
        assertThat(first.take(List.of(), 5)).isEqualTo(5);
    }

    @Test
    void theTightestLimitCountsAndTheOthersLoseNothing() {
        Limit loose = new Limit("loose:" + name, 20);
        Limit tight = new Limit("tight:" + name, ONE_AN_HOUR);
        assertThat(first.take(List.of(loose, tight), 5)).isEqualTo(1);
        assertThat(second.take(List.of(loose), 4)).isEqualTo(4);
    }

    @Test
    void leaveThatWasNotUsedIsThereForTheOther() {
        Limit limit = Limit.of(ChannelKind.EMAIL, name, ONE_AN_HOUR);
        first.take(List.of(limit), 1);
        first.giveBack(List.of(limit), 1);
        assertThat(second.take(List.of(limit), 5)).isEqualTo(1);
    }

    @Test
    void theSegmentsOfALongTextAreOwed() {
        Limit limit = Limit.of(ChannelKind.SMS, name, 4);
        assertThat(first.take(List.of(limit), 1)).isEqualTo(1);
        first.charge(limit, 1_000_000);
        assertThat(second.take(List.of(limit), 1)).isZero();
    }

    @Test
    void anotherRateBeginsAnotherBucket() {
        first.take(List.of(Limit.of(ChannelKind.EMAIL, name, ONE_AN_HOUR)), 1);
        assertThat(first.take(List.of(Limit.of(ChannelKind.EMAIL, name, 8)), 2)).isEqualTo(2);
    }
}
