package org.tocsin.incident;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/** When something of note happened, and who recorded it when. */
@Embeddable
record Milestone(
        Instant at, @Column(name = "recorded_by") String recordedBy, @Column(name = "recorded_at") Instant recordedAt) {

    /** The milestone that templates can name and duties count from. */
    static final String DISCOVERED = "discovered";
}
