package org.tocsin.batch.followup;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tocsin.affected.RecordSetStatus;
import org.tocsin.affected.RecordSets;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchSource;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.Batches;
import org.tocsin.batch.Corrections;
import org.tocsin.batch.Purpose;
import org.tocsin.batch.SourcePeople;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.Violation;

/** Plans a batch that follows another one. It needs its own submission and approval, as any other. */
@ApplicationScoped
class FollowUps {

    private static final Set<BatchStatus> ENDED = EnumSet.of(BatchStatus.COMPLETED, BatchStatus.CANCELLED);
    private static final Set<BatchStatus> STOPPED =
            EnumSet.of(BatchStatus.PAUSED, BatchStatus.HELD, BatchStatus.COMPLETED, BatchStatus.CANCELLED);

    private final AgroalDataSource database;
    private final Batches batches;
    private final RecordSets recordSets;
    private final InheritedSettings settings;
    private final EvidenceLog evidence;

    FollowUps(
            AgroalDataSource database,
            Batches batches,
            RecordSets recordSets,
            InheritedSettings settings,
            EvidenceLog evidence) {
        this.database = database;
        this.batches = batches;
        this.recordSets = recordSets;
        this.settings = settings;
        this.evidence = evidence;
    }

    /**
     * Plans to tell once more whoever was not reached.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 without such a batch; 409 before it has ended, when it told nobody,
     *     when its records were purged, or when one of the two is simulated and the other is not; 422 when its text has been
     *     corrected and no other is named, or when it cannot be planned as asked
     */
    @Transactional
    Batch resend(UUID id, FollowUpRequest asked, String author) {
        Batch source = started(id);
        if (!ENDED.contains(source.status)) {
            throw Problems.conflict("The batch is " + source.status
                    + "; who was not reached is known when it is COMPLETED or CANCELLED.");
        }
        UUID template = asked.templateId() == null ? source.templateId : asked.templateId();
        if (isCorrected(source.id, template)) {
            throw wrong("templateId", "must name another template: this text has been corrected");
        }
        boolean uncertain = Boolean.TRUE.equals(asked.includeUncertain());
        return open(
                source,
                Purpose.RESEND,
                uncertain ? SourcePeople.NOT_REACHED_OR_UNCERTAIN : SourcePeople.NOT_REACHED,
                asked,
                author);
    }

    /**
     * Plans to tell everyone who may have got a batch's message that it was wrong.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 without such a batch; 409 while it is being sent, when it told
     *     nobody, when its records were purged, or when one of the two is simulated and the other is not; 422 without another template, or when it cannot be planned as asked
     */
    @Transactional
    Batch correct(UUID id, FollowUpRequest asked, String author) {
        Batch source = started(id);
        if (!STOPPED.contains(source.status)) {
            throw Problems.conflict("The batch is " + source.status
                    + "; pause or cancel it first, for whoever gets its message later would not be told.");
        }
        if (asked.templateId() == null) {
            throw wrong("templateId", "must name the template with the right words");
        }
        if (asked.templateId().equals(source.templateId)) {
            throw wrong("templateId", "is the template that is to be corrected");
        }
        if (asked.includeUncertain() != null) {
            throw wrong("includeUncertain", "is for a resend: a correction is for everyone who may have the message");
        }
        return open(source, Purpose.CORRECTION, SourcePeople.MAY_HAVE_IT, asked, author);
    }

    private boolean isCorrected(UUID source, UUID template) {
        try (Connection connection = database.getConnection()) {
            return Corrections.standing(connection, source, template).isPresent();
        } catch (SQLException e) {
            throw new IllegalStateException("a batch's corrections could not be read", e);
        }
    }

    private Batch started(UUID id) {
        Batch source = batches.find(id).orElseThrow(() -> Problems.notFound("batch"));
        if (source.startedAt == null) {
            throw Problems.conflict("The batch is " + source.status + " and has told nobody.");
        }
        if (recordSets.find(source.recordSetId).orElseThrow().status() == RecordSetStatus.PURGED) {
            throw Problems.conflict("The batch's records have been purged: nobody in it can be written to any more.");
        }
        return source;
    }

    private Batch open(Batch source, Purpose purpose, SourcePeople people, FollowUpRequest asked, String author) {
        Batch batch =
                batches.open(settings.request(source, purpose, asked), author, new BatchSource(source.id, people));
        if (batch.simulated != source.simulated) {
            throw Problems.conflict(
                    source.simulated
                            ? "The batch was simulated: nobody has got anything of it, and nobody is written to because of it."
                            : "The batch was sent, and this service only simulates now: nobody would get anything.");
        }
        evidence.append(new Act(
                source.incidentId,
                author,
                Action.BATCH_FOLLOWED_UP,
                "batch:" + source.id,
                Map.of("batch", batch.id.toString(), "purpose", purpose.name(), "people", people.name())));
        return batch;
    }

    private static RuntimeException wrong(String field, String message) {
        return Problems.unprocessable(
                "This batch cannot be planned as asked; see violations.", List.of(new Violation(field, message)));
    }
}
