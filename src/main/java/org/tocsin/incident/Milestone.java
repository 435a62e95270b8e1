package org.tocsin.incident;

import java.time.Instant;

/** When something happened, and who said so when. */
public record Milestone(String name, Instant at, String recordedBy, Instant recordedAt) {

    static Milestone of(MilestoneRow row) {
        return new Milestone(row.id.name(), row.at, row.recordedBy, row.recordedAt);
    }
}
