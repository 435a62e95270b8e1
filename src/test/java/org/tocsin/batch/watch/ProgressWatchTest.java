package org.tocsin.batch.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.batch.watch.ProgressWatch.Say.ALIVE;
import static org.tocsin.batch.watch.ProgressWatch.Say.NOTHING;
import static org.tocsin.batch.watch.ProgressWatch.Say.STATE;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.BatchView;
import org.tocsin.batch.Purpose;

class ProgressWatchTest {

    private static final UUID BATCH = UUID.randomUUID();

    @Test
    void tellsAStateOnceAndASignOfLifeWhenNothingChangesForAWhile() {
        ProgressWatch watch = new ProgressWatch(null);

        assertThat(watch.at(view(BatchStatus.DISPATCHING, 3))).isEqualTo(STATE);
        assertThat(Stream.generate(() -> watch.at(view(BatchStatus.DISPATCHING, 3)))
                        .limit(ProgressWatch.LOOKS_IN_SILENCE - 1))
                .containsOnly(NOTHING);
        assertThat(watch.at(view(BatchStatus.DISPATCHING, 3))).isEqualTo(ALIVE);
        assertThat(watch.at(view(BatchStatus.DISPATCHING, 3))).isEqualTo(NOTHING);
        assertThat(watch.at(view(BatchStatus.DISPATCHING, 2))).isEqualTo(STATE);
        assertThat(watch.at(view(BatchStatus.PAUSED, 2))).isEqualTo(STATE);
    }

    @Test
    void givesASignOfLifeAlsoWhileItCannotLook() {
        ProgressWatch watch = new ProgressWatch(null);

        assertThat(Stream.generate(watch::unchanged).limit(ProgressWatch.LOOKS_IN_SILENCE))
                .endsWith(ALIVE)
                .containsOnlyOnce(ALIVE);
    }

    @Test
    void whoComesBackIsToldOnlyWhatIsNew() {
        String last = ProgressWatch.id(view(BatchStatus.DISPATCHING, 3));

        assertThat(new ProgressWatch(last).at(view(BatchStatus.DISPATCHING, 3))).isEqualTo(NOTHING);
        assertThat(new ProgressWatch(last).at(view(BatchStatus.DISPATCHING, 2))).isEqualTo(STATE);
    }

    private static BatchView view(BatchStatus status, long due) {
        return new BatchView(
                BATCH,
                null,
                null,
                null,
                Purpose.FIRST,
                null,
                null,
                status,
                null,
                false,
                false,
                5,
                new BatchView.Outcomes(5, 0, 0, 0, 0, 0),
                new BatchView.Deliveries(0, due, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                null,
                null,
                null,
                null,
                null,
                null,
                "author",
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
