package org.tocsin.affected.intake;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.Semaphore;

/**
 * How many uploads one replica receives at once. Each keeps a connection of the bulk pool for as long as its sender takes, and
 * planning and exports need the rest.
 */
@ApplicationScoped
public class UploadSlots {

    private static final int UPLOADS_AT_ONCE = 4;
    private static final int RETRY_AFTER_SECONDS = 30;

    private final Semaphore free = new Semaphore(UPLOADS_AT_ONCE);

    /** Takes a slot, to be given back; 503 when there is none. */
    public void take() {
        if (!tryTake()) {
            throw HttpProblem.builder()
                    .withStatus(Response.Status.SERVICE_UNAVAILABLE)
                    .withTitle("Busy")
                    .withDetail("As many uploads as this service takes at once are under way; try again later.")
                    .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .build();
        }
    }

    /** Takes a slot, to be given back, or tells that there is none. */
    public boolean tryTake() {
        return free.tryAcquire();
    }

    /** Gives a slot back. */
    public void giveBack() {
        free.release();
    }
}
