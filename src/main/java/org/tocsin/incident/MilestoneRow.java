package org.tocsin.incident;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** When something happened in an incident, and who said so when. */
@Entity
@Table(name = "incident_milestone")
class MilestoneRow extends PanacheEntityBase {

    /** One milestone of a name per incident. */
    @Embeddable
    record Id(@Column(name = "incident_id") UUID incidentId, String name) {}

    @EmbeddedId
    Id id;

    Instant at;

    @Column(name = "recorded_by")
    String recordedBy;

    @Column(name = "recorded_at")
    Instant recordedAt;

    protected MilestoneRow() {}

    MilestoneRow(UUID incidentId, String name) {
        this.id = new Id(incidentId, name);
    }

    static List<MilestoneRow> of(UUID incidentId) {
        return list("id.incidentId = ?1 order by id.name", incidentId);
    }

    /** Sets the time, and who set it when; leaves both when it is the time that stands there. */
    void set(Instant newAt, String by, Instant now) {
        if (!newAt.equals(at)) {
            at = newAt;
            recordedBy = by;
            recordedAt = now;
        }
    }
}
