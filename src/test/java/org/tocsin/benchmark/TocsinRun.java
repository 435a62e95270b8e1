package org.tocsin.benchmark;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.UUID;

/** One batch of the service, measured from its approval until it is COMPLETED. */
final class TocsinRun {

    private TocsinRun() {}

    /**
     * Approves a submitted batch and waits for its end.
     *
     * @param cpu the processes to look at, or none
     * @throws IllegalStateException when the sink has not counted exactly the messages that the service calls accepted
     */
    static Run run(String name, BatchSteps steps, UUID batch, Sink sink, CpuUse cpu, int people)
            throws InterruptedException {
        try (SinkWatch watch = SinkWatch.start(sink)) {
            long start = System.nanoTime();
            steps.approve(batch);
            JsonPath done = steps.awaitStatus(batch, "COMPLETED");
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            watch.awaitMessages(people);
            long accepted = done.getLong("deliveries.accepted");
            if (accepted != people || watch.messages() != people) {
                throw new IllegalStateException("of %d people the service says %d are accepted, the sink counted %d"
                        .formatted(people, accepted, watch.messages()));
            }
            return new Run(name, accepted, watch.firstToLast(), elapsed, watch.bytesPerMessage(), cpu.sinceAdded());
        }
    }
}
