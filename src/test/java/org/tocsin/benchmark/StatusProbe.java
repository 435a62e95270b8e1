package org.tocsin.benchmark;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks at a fixed pace what became of one customer, each time another, as support would. An answer's time counts from when
 * it was to be asked for: a service that stands still does not hide the questions that would have come meanwhile.
 */
final class StatusProbe implements AutoCloseable {

    private static final int OK = 200;

    private final ServiceUnderTest service;
    private final int people;
    private final int perSecond;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<CompletableFuture<Long>> answers = new ArrayList<>();
    private final AtomicBoolean asking = new AtomicBoolean(true);
    private final Thread thread = new Thread(this::ask, "status-probe");

    private StatusProbe(ServiceUnderTest service, int people, int perSecond) {
        this.service = service;
        this.people = people;
        this.perSecond = perSecond;
    }

    /** @param people how many customers there are to ask about, from the first */
    static StatusProbe start(ServiceUnderTest service, int people, int perSecond) {
        StatusProbe probe = new StatusProbe(service, people, perSecond);
        probe.thread.start();
        return probe;
    }

    /** Asks for so long. */
    static Latencies during(Duration time, ServiceUnderTest service, int people, int perSecond)
            throws InterruptedException {
        try (StatusProbe probe = start(service, people, perSecond)) {
            Thread.sleep(time.toMillis());
            return probe.stop();
        }
    }

    /** Stops asking and waits for the answers that are due. */
    Latencies stop() throws InterruptedException {
        close();
        thread.join();
        return Latencies.of(answers.stream().mapToLong(CompletableFuture::join).toArray());
    }

    @Override
    public void close() {
        asking.set(false);
        thread.interrupt();
    }

    private void ask() {
        String authorization = service.authorization("support");
        long start = System.nanoTime();
        for (int i = 0; asking.get(); i++) {
            long due = start + i * Duration.ofSeconds(1).dividedBy(perSecond).toNanos();
            try {
                Thread.sleep(
                        Math.max(0, Duration.ofNanos(due - System.nanoTime()).toMillis()));
            } catch (InterruptedException stopped) {
                return;
            }
            String customer = People.customerRef(ThreadLocalRandom.current().nextInt(people));
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(service.address() + "/api/v1/customers/" + customer + "/notices"))
                    .header("Authorization", authorization)
                    .build();
            answers.add(http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .thenApply(answer -> answer.statusCode() == OK ? System.nanoTime() - due : Latencies.NO_ANSWER)
                    .exceptionally(refused -> Latencies.NO_ANSWER));
        }
    }
}
