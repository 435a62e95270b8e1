package org.tocsin.batch;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.INCIDENT_SYSTEM;
import static org.tocsin.access.Role.OPERATOR;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.tocsin.platform.http.Problems;

/** Progress of a batch as server-sent events, for whoever watches. */
@Path("/api/v1/batches/{id}/events")
@Tag(name = "Batches")
class BatchEventsResource {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Batches batches;
    private final BatchViews views;

    BatchEventsResource(Batches batches, BatchViews views) {
        this.batches = batches;
        this.views = views;
    }

    @GET
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, APPROVER, OPERATOR, AUDITOR})
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Watch a batch",
            description =
                    "The batch as it stands now, then again whenever its counts or status have changed; ends with it.")
    public Multi<BatchView> watch(@PathParam("id") UUID id) {
        BatchView first = look(id);
        // Ticks that nobody is ready for are dropped: a slow reader sees fewer, later states, and holds nothing up.
        Multi<BatchView> later = Multi.createFrom()
                .ticks()
                .every(LOOK_EVERY)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(tick -> look(id));
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(first), later)
                .select()
                .first(new UntilEnded())
                .skip()
                .repetitions((one, other) -> sameProgress(one, other) ? 0 : 1);
    }

    private BatchView look(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> views.of(batches.find(id).orElseThrow(() -> Problems.notFound("batch"))));
    }

    private static boolean sameProgress(BatchView one, BatchView other) {
        return one.status() == other.status()
                && one.deliveries().equals(other.deliveries())
                && one.outcomes().equals(other.outcomes());
    }

    /** Lets the last state of a batch through, and nothing behind it. */
    private static final class UntilEnded implements Predicate<BatchView> {

        private boolean ended;

        @Override
        public boolean test(BatchView view) {
            if (ended) {
                return false;
            }
            ended = EnumSet.of(BatchStatus.COMPLETED, BatchStatus.CANCELLED, BatchStatus.REJECTED, BatchStatus.FAILED)
                    .contains(view.status());
            return true;
        }
    }
}
