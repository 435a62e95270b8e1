package org.tocsin.letter;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.tocsin.affected.RecordSetStatus;
import org.tocsin.affected.RecordSets;
import org.tocsin.batch.Batch;
import org.tocsin.batch.Batches;
import org.tocsin.platform.http.Problems;

/** The batches whose people may be written letters to. */
@ApplicationScoped
class LetterBatches {

    private final Batches batches;
    private final RecordSets recordSets;

    LetterBatches(Batches batches, RecordSets recordSets) {
        this.batches = batches;
        this.recordSets = recordSets;
    }

    /** Any batch, or a 404 problem. */
    Batch require(UUID id) {
        return batches.find(id).orElseThrow(() -> Problems.notFound("batch"));
    }

    /** A batch that two people have agreed to and that has begun, or a 404 or 409 problem. */
    Batch requireStarted(UUID id) {
        Batch batch = require(id);
        requireSent(batch);
        if (batch.startedAt == null) {
            throw Problems.conflict(
                    "The batch is " + batch.status + "; whom it does not reach is known once it was started.");
        }
        return batch;
    }

    /**
     * Lets nobody on who was only played with: a 409 problem. The list would name real people at their real addresses, and nothing in
     * a print house's file can say so loudly that no letter is printed.
     */
    private static void requireSent(Batch batch) {
        if (batch.drill) {
            throw Problems.conflict("A drill tells nobody, and not by letter either.");
        }
        if (batch.simulated) {
            throw Problems.conflict(
                    "The batch was simulated: it told nobody, and nobody is told by letter because of it.");
        }
    }

    /**
     * Lets nobody on whose records have been purged: a 410 problem, for names and addresses are gone for good. Nor of a batch that was
     * simulated, of which an earlier version made lists: a 409 problem.
     */
    void requireReadable(Batch batch) {
        requireSent(batch);
        if (isPurged(batch)) {
            throw HttpProblem.valueOf(
                    Status.GONE, "The batch's records have been purged; nobody's address can be read any more.");
        }
    }

    /** The same before a new list is made: a 409 problem, and the records are not purged until the caller's transaction ends. */
    void keepReadable(Batch batch) {
        boolean sealed = recordSets
                .findForUse(batch.recordSetId)
                .filter(set -> set.status() == RecordSetStatus.SEALED)
                .isPresent();
        if (!sealed) {
            throw Problems.conflict("The batch's records have been purged; no list can be made of them any more.");
        }
    }

    private boolean isPurged(Batch batch) {
        return recordSets.find(batch.recordSetId).orElseThrow().status() == RecordSetStatus.PURGED;
    }
}
