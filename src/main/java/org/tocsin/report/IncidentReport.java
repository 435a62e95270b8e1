package org.tocsin.report;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.Purpose;

/**
 * What became of the people of an incident, over all its submitted batches.
 *
 * @param asOf the moment of the counting
 * @param sections what told people, what was only simulated, and the drills, each for itself; those without a batch are left out
 */
record IncidentReport(
        Instant asOf,
        UUID incidentId,
        String incidentReference,
        Instant discoveredAt,
        SortedMap<Section, InSection> sections,
        List<OfBatch> batches,
        Coverage coverage)
        implements Report {

    /**
     * One section.
     *
     * @param figures each person once, whichever batch told them
     * @param byPurpose each person once per purpose: who was reached by first notices, and who by later ones
     */
    record InSection(Figures figures, SortedMap<Purpose, People> byPurpose) {}

    /** One submitted batch. */
    record OfBatch(
            UUID batchId,
            UUID recordSetId,
            Section section,
            Purpose purpose,
            BatchStatus status,
            Instant approvedAt,
            People people) {}

    @Override
    public void writeTo(CsvRows rows) {
        CsvRows.Group head = rows.group("report");
        head.add("asOf", asOf);
        head.add("incidentId", incidentId);
        head.add("incidentReference", incidentReference);
        head.add("discoveredAt", discoveredAt);
        sections.forEach((section, in) -> {
            FigureRows.write(rows, section, in.figures());
            in.byPurpose().forEach((purpose, people) -> rows.group("byPurpose")
                    .with(CsvRows.Key.SECTION, section)
                    .with(CsvRows.Key.PURPOSE, purpose)
                    .addPeople(people));
        });
        for (OfBatch batch : batches) {
            CsvRows.Group row = rows.group("batch")
                    .with(CsvRows.Key.SECTION, batch.section())
                    .with(CsvRows.Key.PURPOSE, batch.purpose())
                    .with(CsvRows.Key.BATCH, batch.batchId());
            row.add("recordSetId", batch.recordSetId());
            row.add("status", batch.status());
            row.add("approvedAt", batch.approvedAt());
            row.addPeople(batch.people());
        }
        rows.group("coverage").add("inNoBatch", coverage.inNoBatch());
        rows.group("coverage").add("rejectedRecords", coverage.rejectedRecords());
        for (Coverage.OfRecordSet set : coverage.recordSets()) {
            CsvRows.Group row = rows.group("recordSet").with(CsvRows.Key.RECORD_SET, set.recordSetId());
            row.add("name", set.name());
            row.add("status", set.status());
            row.add("accepted", set.accepted());
            row.add("rejected", set.rejected());
            row.add("duplicates", set.duplicates());
            row.add("batches", set.batches());
        }
    }
}
