package org.tocsin.batch;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.hibernate.LockOptions;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.tocsin.channel.ChannelKind;
import org.tocsin.incident.IncidentFacts;

/** A fixed list of people, what each gets, and how it is sent. From the submission on nothing in it can change. */
@Entity
public class Batch extends PanacheEntityBase {

    @Id
    public UUID id;

    @Column(name = "incident_id", updatable = false)
    public UUID incidentId;

    @Column(name = "record_set_id", updatable = false)
    public UUID recordSetId;

    @Column(name = "template_id", updatable = false)
    public UUID templateId;

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    public Purpose purpose;

    /** The batch that a resend or a correction follows; null: the batch is for everyone in the record set. */
    @Column(name = "source_batch_id", updatable = false)
    public UUID sourceBatchId;

    /** Whom of that batch it is for; null when it follows none. */
    @Enumerated(EnumType.STRING)
    @Column(name = "source_people", updatable = false)
    public SourcePeople sourcePeople;

    @Column(updatable = false)
    public boolean drill;

    /** Whether nothing of it leaves this machine. */
    @Column(updatable = false)
    public boolean simulated;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(updatable = false)
    public BatchPolicy policy;

    @Enumerated(EnumType.STRING)
    public BatchStatus status;

    public String failure;

    @Column(name = "held_reason")
    public String heldReason;

    /** Where a pause or a hold goes on from when it ends. */
    @Enumerated(EnumType.STRING)
    @Column(name = "resume_to")
    public BatchStatus resumeTo;

    public Long people;

    public Long rejects;

    public Long exclusions;

    @JdbcTypeCode(SqlTypes.JSON)
    public PlanSummary plan;

    @Column(name = "planned_to")
    public long plannedTo;

    @Column(name = "released_to")
    public long releasedTo;

    @Column(name = "canary_passed")
    public boolean canaryPassed;

    /** Whether a person has gone on with it under an earlier version, after which it has no threshold any more. */
    @Column(name = "holds_waived", insertable = false, updatable = false)
    public boolean holdsWaived;

    /** How many messages had failed when a person last looked at them and went on. */
    @Column(name = "failures_seen")
    public long failuresSeen;

    @Column(name = "created_by", updatable = false)
    public String createdBy;

    @Column(name = "created_at", updatable = false)
    public Instant createdAt;

    @Column(name = "submitted_by")
    public String submittedBy;

    @Column(name = "submitted_at")
    public Instant submittedAt;

    @Column(name = "template_author")
    public String templateAuthor;

    public String uploader;

    @Column(name = "facts_editor")
    public String factsEditor;

    @JdbcTypeCode(SqlTypes.JSON)
    public IncidentFacts facts;

    @Column(name = "facts_version")
    public Long factsVersion;

    @JdbcTypeCode(SqlTypes.JSON)
    public SortedMap<ChannelKind, String> senders;

    @Column(name = "list_digest")
    public String listDigest;

    public String fingerprint;

    @Column(name = "approved_at")
    public Instant approvedAt;

    @Column(name = "started_at")
    public Instant startedAt;

    /** MAC of the start; the key is not in the database. */
    @Column(name = "started_mac")
    public byte[] startedMac;

    @Column(name = "completed_at")
    public Instant completedAt;

    /** Reads a batch and keeps everyone else from changing it until the transaction ends. */
    public static Optional<Batch> lock(UUID id) {
        Optional<Batch> locked =
                find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
        // Hibernate does not read again what this transaction has read before the lock.
        locked.ifPresent(batch -> getEntityManager().refresh(batch));
        return locked;
    }

    /** The same, but empty when somebody else is at it. */
    public static Optional<Batch> lockIfFree(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint("jakarta.persistence.lock.timeout", LockOptions.SKIP_LOCKED)
                .firstResultOptional();
    }

    static List<Batch> page(UUID incident, UUID before, int limit) {
        StringBuilder query = new StringBuilder("1 = 1");
        Map<String, Object> parameters = new HashMap<>();
        if (incident != null) {
            query.append(" and incidentId = :incident");
            parameters.put("incident", incident);
        }
        if (before != null) {
            query.append(" and id < :before");
            parameters.put("before", before);
        }
        return find(query.append(" order by id desc").toString(), parameters)
                .page(0, limit)
                .list();
    }

    /** When the approval lapses; empty before there is one, and once the batch was started. */
    Optional<Instant> approvalLapsesAt() {
        if (approvedAt == null || startedAt != null) {
            return Optional.empty();
        }
        Instant from = policy.startAt() != null && policy.startAt().isAfter(approvedAt) ? policy.startAt() : approvedAt;
        return Optional.of(from.plus(policy.approvalTime()));
    }

    /** Whether the approval was not used in its time and no rule has ended the batch for another reason. */
    public boolean approvalLapsed(Instant now) {
        boolean mayStillStart = status == BatchStatus.APPROVED
                || status == BatchStatus.PAUSED
                || status == BatchStatus.HELD
                        && HoldReason.valueOf(heldReason).whyItCannotGoOn().isEmpty();
        return mayStillStart
                && approvalLapsesAt().filter(end -> !now.isBefore(end)).isPresent();
    }

    /** Begins to send what was approved. */
    public void startDispatching(Instant now) {
        become(BatchStatus.DISPATCHING);
        startedAt = now;
    }

    /** Ends when everyone has an outcome. */
    public void complete(Instant now) {
        become(BatchStatus.COMPLETED);
        completedAt = now;
    }

    /** Takes up an ended batch again, because something of it failed that had served. */
    public void reopen() {
        become(BatchStatus.DISPATCHING);
        completedAt = null;
    }

    /** Whether it claims a first notice for everyone in it. A drill tells nobody, and claims nobody. */
    public boolean claimsFirst() {
        return purpose == Purpose.FIRST && !drill;
    }

    /**
     * Moves the batch.
     *
     * @throws IllegalStateException when there is no such move; whoever answers a caller asks first
     */
    public void become(BatchStatus next) {
        if (!status.mayBecome(next)) {
            throw new IllegalStateException("a batch that is " + status + " cannot become " + next);
        }
        status = next;
    }
}
