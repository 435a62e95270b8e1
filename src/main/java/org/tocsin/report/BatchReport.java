package org.tocsin.report;

import java.time.Instant;
import java.util.UUID;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.Purpose;

/**
 * What became of one batch.
 *
 * @param asOf the moment of the counting; while a batch is being sent the next report says more
 * @param section whether people were told by it at all
 */
record BatchReport(
        Instant asOf,
        UUID batchId,
        UUID incidentId,
        String incidentReference,
        Instant discoveredAt,
        UUID recordSetId,
        Section section,
        Purpose purpose,
        BatchStatus status,
        Instant approvedAt,
        Instant startedAt,
        Instant completedAt,
        Figures figures)
        implements Report {

    @Override
    public void writeTo(CsvRows rows) {
        CsvRows.Group head = rows.group("report")
                .with(CsvRows.Key.SECTION, section)
                .with(CsvRows.Key.PURPOSE, purpose)
                .with(CsvRows.Key.BATCH, batchId);
        head.add("asOf", asOf);
        head.add("incidentId", incidentId);
        head.add("incidentReference", incidentReference);
        head.add("discoveredAt", discoveredAt);
        head.add("recordSetId", recordSetId);
        head.add("status", status);
        head.add("approvedAt", approvedAt);
        head.add("startedAt", startedAt);
        head.add("completedAt", completedAt);
        FigureRows.write(rows, section, figures);
    }
}
