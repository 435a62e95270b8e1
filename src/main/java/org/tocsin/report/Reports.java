package org.tocsin.report;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.tocsin.batch.Purpose;

/** Makes reports. Every number in them is counted from the rows of notices, deliveries and attempts; no counter is trusted. */
@ApplicationScoped
class Reports {

    /** What a report says of its incident. */
    private record About(String reference, Instant discovered) {}

    private final ReportSnapshot snapshot;
    private final Clock clock;

    Reports(ReportSnapshot snapshot, Clock clock) {
        this.snapshot = snapshot;
        this.clock = clock;
    }

    /** Empty when there is no such batch. */
    Optional<BatchReport> ofBatch(UUID id) {
        return snapshot.count(connection -> {
            Instant asOf = clock.instant();
            Optional<CountedBatch> batch = CountedBatch.find(connection, id);
            return batch.isEmpty() ? Optional.empty() : Optional.of(ofBatch(connection, batch.get(), asOf));
        });
    }

    private static BatchReport ofBatch(Connection connection, CountedBatch batch, Instant asOf) throws SQLException {
        About incident = about(connection, batch.incidentId()).orElseThrow();
        return new BatchReport(
                asOf,
                batch.id(),
                batch.incidentId(),
                incident.reference(),
                incident.discovered(),
                batch.recordSetId(),
                batch.section(),
                batch.purpose(),
                batch.status(),
                batch.approvedAt(),
                batch.startedAt(),
                batch.completedAt(),
                figures(connection, List.of(batch), incident).get(batch.section()));
    }

    /** Empty when there is no such incident. */
    Optional<IncidentReport> ofIncident(UUID id) {
        return snapshot.count(connection -> {
            Instant asOf = clock.instant();
            Optional<About> incident = about(connection, id);
            return incident.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ofIncident(connection, id, incident.get(), asOf));
        });
    }

    private static IncidentReport ofIncident(Connection connection, UUID id, About incident, Instant asOf)
            throws SQLException {
        List<CountedBatch> batches = CountedBatch.ofIncident(connection, id);
        Map<Section, SortedMap<Purpose, People>> byPurpose = PeopleBy.purpose(connection, batches);
        SortedMap<Section, IncidentReport.InSection> sections = new TreeMap<>();
        figures(connection, batches, incident)
                .forEach((section, figures) -> sections.put(
                        section,
                        new IncidentReport.InSection(figures, byPurpose.getOrDefault(section, new TreeMap<>()))));
        Map<UUID, People> perBatch = PeopleBy.batch(connection, batches);
        List<IncidentReport.OfBatch> lines = batches.stream()
                .map(batch -> new IncidentReport.OfBatch(
                        batch.id(),
                        batch.recordSetId(),
                        batch.section(),
                        batch.purpose(),
                        batch.status(),
                        batch.approvedAt(),
                        perBatch.getOrDefault(batch.id(), People.of(Map.of()))))
                .toList();
        return new IncidentReport(
                asOf,
                id,
                incident.reference(),
                incident.discovered(),
                sections,
                lines,
                Coverage.read(connection, id, batches));
    }

    /** The figures of each section that has a batch. */
    private static Map<Section, Figures> figures(Connection connection, List<CountedBatch> batches, About incident)
            throws SQLException {
        Map<Section, PeopleCounts> people = PeopleCounts.read(connection, batches);
        Map<Section, DeliveryCounts> deliveries = DeliveryCounts.read(connection, batches);
        Map<Section, ServedPeople> served = ServedPeople.read(connection, batches);
        Map<Section, Figures> figures = new EnumMap<>(Section.class);
        batches.stream()
                .map(CountedBatch::section)
                .distinct()
                .forEach(section -> figures.put(
                        section,
                        Figures.of(
                                people.getOrDefault(section, new PeopleCounts()),
                                deliveries.getOrDefault(section, new DeliveryCounts()),
                                served.getOrDefault(section, new ServedPeople()),
                                incident.discovered())));
        return figures;
    }

    private static Optional<About> about(Connection connection, UUID incident) throws SQLException {
        String sql =
                """
                SELECT i.reference, m.at FROM incident i
                LEFT JOIN incident_milestone m ON m.incident_id = i.id AND m.name = 'discovered'
                WHERE i.id = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, incident);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                OffsetDateTime discovered = row.getObject(2, OffsetDateTime.class);
                return Optional.of(new About(row.getString(1), discovered == null ? null : discovered.toInstant()));
            }
        }
    }
}
