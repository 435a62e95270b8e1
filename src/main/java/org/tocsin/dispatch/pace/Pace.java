package org.tocsin.dispatch.pace;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.tocsin.channel.ChannelKind;

/**
 * Holds batches and providers to so much per second over all replicas: token buckets in the database (Bucket4j), drawn from by
 * the handful.
 */
public final class Pace {

    /** How long an unused bucket is kept; a full one says nothing that a new one would not. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final Duration REFILL = Duration.ofMinutes(1);

    /**
     * So much per second, and of what.
     *
     * @param name the bucket's; its rate is part of it, so that another rate begins another bucket
     * @param perSecond above 0
     */
    public record Limit(String name, double perSecond) {

        /** A batch's. */
        public static Limit of(UUID batch, int messagesPerSecond) {
            return new Limit("batch:" + batch, messagesPerSecond);
        }

        /** A provider's: for SMS in segments. */
        public static Limit of(ChannelKind kind, String provider, double unitsPerSecond) {
            return new Limit("provider:" + kind + ":" + provider + ":" + unitsPerSecond, unitsPerSecond);
        }
    }

    private final ProxyManager<String> buckets;

    /** @param database where the buckets are, which all replicas share */
    public Pace(DataSource database) {
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("pace_bucket")
                .idColumn("id")
                .stateColumn("state")
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT))
                .build();
    }

    /** Takes leave under all the limits for up to so many messages; 0 to {@code wanted}. */
    public int take(List<Limit> limits, int wanted) {
        int allowed = wanted;
        for (int i = 0; i < limits.size() && allowed > 0; i++) {
            int here = (int) bucket(limits.get(i)).tryConsumeAsMuchAsPossible(allowed);
            giveBack(limits.subList(0, i), allowed - here);
            allowed = here;
        }
        return allowed;
    }

    /** Gives back leave that was not used. */
    public void giveBack(List<Limit> limits, int unused) {
        if (unused > 0) {
            limits.forEach(limit -> bucket(limit).addTokens(unused));
        }
    }

    /** Charges what went out beyond the leave taken, such as the further segments of a text: whoever comes next waits for it. */
    public void charge(Limit limit, int units) {
        if (units > 0) {
            bucket(limit).consumeIgnoringRateLimits(units);
        }
    }

    private BucketProxy bucket(Limit limit) {
        // A quarter of a second in one go: smooth to a provider, and few enough draws.
        long burst = Math.max(1, Math.round(limit.perSecond() / 4));
        long perRefill = Math.max(1, Math.round(limit.perSecond() * REFILL.toSeconds()));
        return buckets.builder().build(limit.name(), () -> BucketConfiguration.builder()
                .addLimit(bandwidth -> bandwidth
                        .capacity(burst)
                        .refillGreedy(perRefill, REFILL)
                        .initialTokens(burst))
                .build());
    }
}
