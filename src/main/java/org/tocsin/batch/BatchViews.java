package org.tocsin.batch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Shows a batch with its counts as they stand. */
@ApplicationScoped
public class BatchViews {

    private final Batches batches;
    private final Clock clock;

    BatchViews(Batches batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    public BatchView of(Batch batch) {
        return BatchView.of(batch, batches.tally(batch.id), clock.instant());
    }
}
