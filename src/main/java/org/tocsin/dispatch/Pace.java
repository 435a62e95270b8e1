package org.tocsin.dispatch;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.time.Duration;
import javax.sql.DataSource;
import org.tocsin.batch.Batch;

/** Holds a batch to its messages per second, over all replicas: a token bucket in the database, drawn from by the handful. */
final class Pace {

    private final ProxyManager<String> buckets;

    Pace(DataSource database) {
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("pace_bucket")
                .idColumn("id")
                .stateColumn("state")
                .build();
    }

    /** Takes leave for up to so many messages of the batch; 0 to {@code wanted}. */
    int take(Batch batch, int wanted) {
        if (batch.policy.maxPerSecond() == null) {
            return wanted;
        }
        return (int) bucket(batch).tryConsumeAsMuchAsPossible(wanted);
    }

    /** Gives back leave that was not used. */
    void giveBack(Batch batch, int unused) {
        if (batch.policy.maxPerSecond() != null && unused > 0) {
            bucket(batch).addTokens(unused);
        }
    }

    private BucketProxy bucket(Batch batch) {
        int rate = batch.policy.maxPerSecond();
        // A quarter of a second in one go: smooth to a provider, and few enough draws.
        int burst = Math.max(1, rate / 4);
        return buckets.builder().build("batch:" + batch.id, () -> BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(burst)
                        .refillGreedy(rate, Duration.ofSeconds(1))
                        .initialTokens(burst))
                .build());
    }
}
