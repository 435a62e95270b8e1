package org.tocsin.batch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.tocsin.delivery.HeldDecision;
import org.tocsin.delivery.HeldFor;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.http.Problems;

/**
 * Deliveries that may have left and that no provider could tell about, and those to an address that people share: a person
 * decides, for all of a batch at once.
 */
@ApplicationScoped
class HeldDeliveries {

    /** People per transaction. */
    private static final int CHUNK = 1_000;

    /** Whether to risk telling somebody twice or a wrong person, or somebody not at all. */
    enum Choice {
        SEND,
        GIVE_UP
    }

    /**
     * What was decided, and why.
     *
     * @param heldFor decided are only those held for this; all when it is absent
     */
    @Schema(
            example =
                    """
                    {"decision": "SEND", "heldFor": "UNCERTAIN", "reason": "Told twice is better than not at all."}""")
    record Request(@NotNull Choice decision, HeldFor heldFor, @NotBlank @Size(max = 2000) String reason) {}

    /** How many deliveries the decision moved. */
    record Decided(int deliveries) {}

    private final AgroalDataSource database;
    private final EvidenceLog evidence;
    private final Clock clock;

    HeldDeliveries(AgroalDataSource database, EvidenceLog evidence, Clock clock) {
        this.database = database;
        this.evidence = evidence;
        this.clock = clock;
    }

    /** Decides in transactions of its own, each with its evidence: what a call that broke off has decided stays decided. */
    Decided decide(UUID id, Request request, String actor) {
        int all = 0;
        int moved;
        do {
            moved = QuarkusTransaction.requiringNew().call(() -> decideSome(id, request, actor));
            all += moved;
        } while (moved > 0);
        return new Decided(all);
    }

    private int decideSome(UUID id, Request request, String actor) {
        Batch batch = Batch.lock(id).orElseThrow(() -> Problems.notFound("batch"));
        if (!EnumSet.of(BatchStatus.DISPATCHING, BatchStatus.PAUSED, BatchStatus.HELD)
                .contains(batch.status)) {
            throw Problems.conflict("The batch is " + batch.status + "; there is nothing held to decide on.");
        }
        int moved = move(batch, request);
        if (moved > 0) {
            evidence.append(new Act(
                    batch.incidentId,
                    actor,
                    Action.HELD_DELIVERIES_DECIDED,
                    "batch:" + id,
                    Map.of(
                            "decision",
                            request.decision().name(),
                            "heldFor",
                            request.heldFor() == null
                                    ? "ALL"
                                    : request.heldFor().name(),
                            "reason",
                            request.reason(),
                            "deliveries",
                            moved)));
        }
        return moved;
    }

    private int move(Batch batch, Request request) {
        boolean send = request.decision() == Choice.SEND;
        try (Connection connection = database.getConnection()) {
            return HeldDecision.apply(
                    connection, batch.id, request.heldFor(), send, batch.policy.horizon(), CHUNK, clock.instant());
        } catch (SQLException e) {
            throw new IllegalStateException("held deliveries could not be moved", e);
        }
    }
}
