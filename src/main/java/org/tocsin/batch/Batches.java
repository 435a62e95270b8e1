package org.tocsin.batch;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.tocsin.affected.RecordSet;
import org.tocsin.affected.RecordSetStatus;
import org.tocsin.affected.RecordSets;
import org.tocsin.batch.BatchPolicy.SharedContact;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Channels;
import org.tocsin.channel.MessageChannel;
import org.tocsin.compose.Composer;
import org.tocsin.delivery.Tally;
import org.tocsin.incident.Incidents;
import org.tocsin.platform.Ids;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.Violation;
import org.tocsin.template.TemplateVersion;
import org.tocsin.template.Templates;

/** The batches: opened here, found here. */
@ApplicationScoped
public class Batches {

    private final AgroalDataSource database;
    private final Incidents incidents;
    private final RecordSets recordSets;
    private final Templates templates;
    private final Channels channels;
    private final Composer composer;
    private final BatchRequests requests;
    private final Submission submission;
    private final BatchControl control;
    private final Event<BatchOpened> opened;
    private final Clock clock;

    Batches(
            AgroalDataSource database,
            Incidents incidents,
            RecordSets recordSets,
            Templates templates,
            Channels channels,
            Composer composer,
            BatchRequests requests,
            Submission submission,
            BatchControl control,
            Event<BatchOpened> opened,
            Clock clock) {
        this.database = database;
        this.incidents = incidents;
        this.recordSets = recordSets;
        this.templates = templates;
        this.channels = channels;
        this.composer = composer;
        this.requests = requests;
        this.submission = submission;
        this.control = control;
        this.opened = opened;
        this.clock = clock;
    }

    public Optional<Batch> find(UUID id) {
        return Batch.findByIdOptional(id);
    }

    /** How the batch stands, counted. */
    public Tally tally(UUID id) {
        try (Connection connection = database.getConnection()) {
            return Tally.read(connection, id);
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be counted", e);
        }
    }

    /** Opens a batch for everyone in a record set to be planned, or says with 422 why it cannot be. */
    @Transactional
    public Batch open(BatchRequest request, String author) {
        return open(request, author, null);
    }

    /**
     * Opens a batch that follows another one over the same record set, or says with 422 why it cannot be planned.
     *
     * @param source null: the batch follows none
     */
    @Transactional
    public Batch open(BatchRequest request, String author, BatchSource source) {
        List<Violation> wrong = new ArrayList<>();
        if (incidents.snapshot(request.incidentId()).isEmpty()) {
            wrong.add(new Violation("incidentId", "is not an incident"));
        }
        Optional<RecordSet> recordSet = recordSets.findForUse(request.recordSetId());
        if (recordSet.isEmpty()) {
            wrong.add(new Violation("recordSetId", "is not a record set"));
        } else if (!recordSet.get().incidentId().equals(request.incidentId())) {
            wrong.add(new Violation("recordSetId", "is a record set of another incident"));
        } else if (recordSet.get().status() != RecordSetStatus.SEALED) {
            wrong.add(new Violation("recordSetId", "is not SEALED: its upload has not ended well"));
        } else if (request.sharedContact() == SharedContact.HOLD
                && recordSet.get().sharedContacts() == null) {
            wrong.add(new Violation(
                    "sharedContact", "cannot be HOLD for a set that an earlier version sealed; upload it again"));
        }
        Optional<TemplateVersion> template = templates.find(request.templateId());
        if (template.isEmpty()) {
            wrong.add(new Violation("templateId", "is not a template"));
        }
        if (wrong.isEmpty()) {
            wrong.addAll(missingColumns(template.get(), recordSet.get()));
        }
        if (!wrong.isEmpty()) {
            throw Problems.unprocessable("This batch cannot be planned; see violations.", wrong);
        }
        Batch batch = new Batch();
        batch.id = Ids.next();
        batch.incidentId = request.incidentId();
        batch.recordSetId = request.recordSetId();
        batch.templateId = request.templateId();
        batch.purpose = request.purpose() == null ? Purpose.FIRST : request.purpose();
        if (source != null) {
            batch.sourceBatchId = source.batchId();
            batch.sourcePeople = source.people();
        }
        batch.drill = Boolean.TRUE.equals(request.drill());
        batch.policy = requests.policy(request, template.orElseThrow());
        batch.senders = senders(batch);
        batch.simulated = batch.policy.channels().order().stream()
                .allMatch(kind -> channel(kind, batch.drill).simulated());
        batch.status = BatchStatus.PLANNING;
        batch.createdBy = author;
        batch.createdAt = clock.instant();
        batch.persist();
        opened.fire(new BatchOpened());
        return batch;
    }

    /** Columns that the template names and the upload did not have. */
    private List<Violation> missingColumns(TemplateVersion template, RecordSet recordSet) {
        return template.variants().stream()
                .flatMap(variant -> composer.attributesNamedBy(variant).stream())
                .distinct()
                .filter(column -> !recordSet.attributes().contains(column))
                .map(column -> new Violation("templateId", "names attr." + column + ", which the records do not have"))
                .toList();
    }

    private SortedMap<ChannelKind, String> senders(Batch batch) {
        SortedMap<ChannelKind, String> senders = new TreeMap<>();
        for (ChannelKind kind : batch.policy.channels().order()) {
            senders.put(kind, channel(kind, batch.drill).sender());
        }
        return senders;
    }

    private MessageChannel channel(ChannelKind kind, boolean drill) {
        return channels.find(kind, drill)
                .orElseThrow(() -> Problems.unprocessable(
                        "No provider is configured for " + kind + ", and the sandbox is off.",
                        List.of(new Violation("channels.order", "has no provider for " + kind))));
    }

    private List<UUID> lockStoppedBy(UUID id) {
        Batch batch = find(id).orElseThrow(() -> Problems.notFound("batch"));
        if (batch.purpose != Purpose.CORRECTION || batch.sourceBatchId == null) {
            return List.of();
        }
        try (Connection connection = database.getConnection()) {
            return Corrections.lockStoppedBy(connection, batch);
        } catch (SQLException e) {
            throw new IllegalStateException("what a correction stops could not be locked", e);
        }
    }

    /** Asks for approval of a draft. What a correction corrects sends nothing more from then on. */
    @Transactional
    Batch submit(UUID id, String submitter) {
        List<UUID> stopped = lockStoppedBy(id);
        Batch batch = Batch.lock(id).orElseThrow(() -> Problems.notFound("batch"));
        if (batch.status != BatchStatus.DRAFT) {
            throw Problems.conflict("The batch is " + batch.status + "; only a DRAFT can be submitted.");
        }
        submission.submit(batch, submitter);
        stopped.forEach(one -> control.hold(one, HoldReason.CORRECTED));
        return batch;
    }
}
