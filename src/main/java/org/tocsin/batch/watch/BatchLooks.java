package org.tocsin.batch.watch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.tocsin.batch.BatchView;
import org.tocsin.batch.BatchViews;
import org.tocsin.batch.Batches;

/** How batches stand, for those who keep watching: however many they are, each replica looks once a second. */
@ApplicationScoped
class BatchLooks {

    /** A little less than the pace of those who watch, so that each of them sees something new each time. */
    private static final Duration FRESH = Duration.ofMillis(900);

    private final Function<UUID, Optional<BatchView>> look;
    private final Cache<UUID, Optional<BatchView>> latest;

    @Inject
    BatchLooks(Batches batches, BatchViews views) {
        this(
                id -> QuarkusTransaction.requiringNew()
                        .call(() -> batches.find(id).map(views::of)),
                Ticker.systemTicker());
    }

    BatchLooks(Function<UUID, Optional<BatchView>> look, Ticker ticker) {
        this.look = look;
        this.latest =
                Caffeine.newBuilder().ticker(ticker).expireAfterWrite(FRESH).build();
    }

    /** Up to a second old; empty when there is no such batch. Those who ask together wait for one answer. */
    Optional<BatchView> at(UUID id) {
        return latest.get(id, look);
    }
}
