package org.tocsin.batch.watch;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.INCIDENT_SYSTEM;
import static org.tocsin.access.Role.OPERATOR;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.tocsin.batch.BatchView;
import org.tocsin.platform.http.Problems;

/** Progress of a batch as server-sent events, for whoever watches. Between two looks nothing of the database is held. */
@Path("/api/v1/batches/{id}/events")
@Tag(name = "Batches")
class BatchEventsResource {

    private static final Logger LOG = Logger.getLogger(BatchEventsResource.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Browsers come back when a stream ends; behind a last state there is nothing to come back for. */
    private static final Duration COME_BACK_AFTER_THE_END = Duration.ofMinutes(10);

    private final BatchLooks looks;

    BatchEventsResource(BatchLooks looks) {
        this.looks = looks;
    }

    @GET
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, APPROVER, OPERATOR, AUDITOR})
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "Watch a batch",
            description =
                    "The batch as it stands now, then again whenever its counts or status have changed; ends with it. A comment at"
                            + " least every 15 seconds. Each event is the whole state, and its id names that state: whoever comes back"
                            + " with it in `Last-Event-ID` is told what has changed since, and nothing when nothing has.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = BatchView.class)))
    public Multi<OutboundSseEvent> watch(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) String lastEventId,
            @Context Sse sse) {
        BatchView first = looks.at(id).orElseThrow(() -> Problems.notFound("batch"));
        // Ticks that nobody is ready for are dropped: a slow reader sees fewer, later states, and holds nothing up.
        Multi<Optional<BatchView>> later = Multi.createFrom()
                .ticks()
                .startingAfter(LOOK_EVERY)
                .every(LOOK_EVERY)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(tick -> lookAgain(id));
        ProgressWatch watch = new ProgressWatch(lastEventId);
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(Optional.of(first)), later)
                .onItem()
                .transformToIterable(view -> ended(view) ? List.of(view, view) : List.of(view))
                .select()
                .first(new UntilEnded())
                .map(view -> event(watch, view, sse))
                .select()
                .where(Optional::isPresent)
                .map(Optional::get);
    }

    /** Empty when the database cannot be asked: whoever watches goes on watching. */
    private Optional<BatchView> lookAgain(UUID id) {
        try {
            return looks.at(id);
        } catch (RuntimeException e) {
            LOG.debugf(
                    "A batch could not be looked at, and will be later (%s)",
                    e.getClass().getName());
            return Optional.empty();
        }
    }

    private static Optional<OutboundSseEvent> event(ProgressWatch watch, Optional<BatchView> view, Sse sse) {
        return switch (view.map(watch::at).orElseGet(watch::unchanged)) {
            case NOTHING -> Optional.empty();
            case ALIVE -> Optional.of(sse.newEventBuilder().comment("alive").build());
            case STATE -> {
                OutboundSseEvent.Builder event =
                        sse.newEventBuilder().id(ProgressWatch.id(view.get())).data(BatchView.class, view.get());
                if (view.get().status().ended()) {
                    event.reconnectDelay(COME_BACK_AFTER_THE_END.toMillis());
                }
                yield Optional.of(event.build());
            }
        };
    }

    private static boolean ended(Optional<BatchView> view) {
        return view.filter(seen -> seen.status().ended()).isPresent();
    }

    /** Lets the last state of a batch through, once, and ends with the next: a last state comes twice, not to wait for a tick. */
    private static final class UntilEnded implements Predicate<Optional<BatchView>> {

        private boolean over;

        @Override
        public boolean test(Optional<BatchView> view) {
            if (over) {
                return false;
            }
            over = ended(view);
            return true;
        }
    }
}
