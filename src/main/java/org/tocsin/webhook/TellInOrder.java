package org.tocsin.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.database.Transactions;

/**
 * Sends an endpoint the events of one batch, one after the other, until none is left or one fails. No connection is held while it
 * waits for the receiver. An event whose mark is lost, with this replica or with the claim, is sent again with the same id.
 */
@ApplicationScoped
class TellInOrder {

    /** Events of one batch in a row, before other batches have their turn. */
    private static final int IN_A_ROW = 200;

    /** How old a lease may be when a request begins that is to end within it: who stood still for longer has lost its turn. */
    private static final long SURE_NANOS =
            Cursors.LEASE.minus(WebhookHttp.DEADLINE.multipliedBy(2)).toNanos();

    private final DataSource database;
    private final WebhookHttp http;
    private final EvidenceLog evidence;
    private final RetryPlan retries;
    private final Clock clock;

    @Inject
    TellInOrder(DataSource database, WebhookHttp http, EvidenceLog evidence, Clock clock) {
        this.database = database;
        this.http = http;
        this.evidence = evidence;
        this.retries = new RetryPlan(new Random());
        this.clock = clock;
    }

    /** @param stopping asked before each event; then the claim is given back */
    void run(Claim claim, Receiver receiver, BooleanSupplier stopping) throws SQLException {
        Optional<Event> next = Transactions.run(database, connection -> Cursors.next(connection, claim));
        int sent = 0;
        long heldSince = claim.sinceNanos();
        while (next.isPresent()
                && sent < IN_A_ROW
                && System.nanoTime() - heldSince < SURE_NANOS
                && !stopping.getAsBoolean()) {
            Event event = next.get();
            Answer answer = http.post(receiver, event, clock.instant());
            if (!answer.taken() && !stopping.getAsBoolean()) {
                fail(claim, sent == 0 ? claim.attempts() : 0, answer);
                return;
            }
            if (!answer.taken()) {
                break;
            }
            heldSince = System.nanoTime();
            next = Transactions.run(database, connection -> markAndLookOn(connection, claim, event));
            sent++;
        }
        boolean left = next.isPresent();
        Transactions.execute(database, connection -> {
            if (left) {
                Cursors.release(connection, claim, clock.instant());
            } else {
                Cursors.finish(connection, claim, clock.instant());
            }
        });
    }

    private static Optional<Event> markAndLookOn(Connection connection, Claim claim, Event event) throws SQLException {
        return Cursors.sent(connection, claim, event) ? Cursors.next(connection, claim) : Optional.empty();
    }

    private void fail(Claim claim, int failedBefore, Answer answer) throws SQLException {
        Optional<Duration> wait = retries.after(failedBefore + 1, answer.retryAfter());
        Transactions.execute(database, connection -> {
            Instant now = clock.instant();
            if (answer.gone() || wait.isEmpty()) {
                Numbering.lock(connection); // before any row of the cursors
            }
            boolean held =
                    Cursors.failed(connection, claim, answer.failure(), now.plus(wait.orElse(Duration.ZERO)), now);
            if (answer.gone()) {
                disable(connection, claim, Endpoint.DisabledReason.GONE, answer);
            } else if (held && wait.isEmpty()) {
                disable(connection, claim, Endpoint.DisabledReason.GAVE_UP, answer);
            }
        });
    }

    private void disable(Connection connection, Claim claim, Endpoint.DisabledReason reason, Answer answer)
            throws SQLException {
        if (Endpoints.disable(connection, claim.endpointId(), reason, clock.instant())) {
            Map<String, ?> detail = Map.of(
                    "reason", reason.name(),
                    "failure", answer.failure(),
                    "batch", claim.batchId().toString());
            evidence.append(
                    connection,
                    new Act(null, Act.SYSTEM, Action.WEBHOOK_DISABLED, "webhook:" + claim.endpointId(), detail));
        }
    }
}
