package org.tocsin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.Purpose;
import org.tocsin.report.ModelIncident.Batch;
import org.tocsin.report.ModelIncident.Notice;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;

/** Reports of an incident drawn by chance, held against the same rows counted one by one. */
class ReportsTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final SettableClock clock = new SettableClock();
    private final ReportSnapshot snapshot = new ReportSnapshot(POSTGRES.database(), Duration.ofMinutes(2));
    private final Reports reports = new Reports(snapshot, clock);

    /** Counted by every test that changes nothing. */
    private static ModelIncident incident;

    @BeforeAll
    static void draw() throws SQLException {
        incident = new ModelIncident(POSTGRES, 1);
        ModelIncident.Set customers = incident.set("SEALED", 1, 120, 3, "=HYPERLINK(\"http://example.org\")");
        ModelIncident.Set supplement = incident.set("PURGED", 101, 160, 1, "supplement");
        incident.set("SEALED", 155, 170, 0, "nobody is planned yet");
        incident.set("FAILED", 500, 501, 9, "broken off");
        incident.batch(customers, Section.REAL, Purpose.FIRST, BatchStatus.COMPLETED, 0);
        incident.batch(supplement, Section.REAL, Purpose.FIRST, BatchStatus.DISPATCHING, 3);
        incident.batch(customers, Section.REAL, Purpose.RESEND, BatchStatus.CANCELLED, 9);
        incident.batch(customers, Section.DRILL, Purpose.FIRST, BatchStatus.COMPLETED, -2);
        incident.batch(customers, Section.SIMULATED, Purpose.FIRST, BatchStatus.COMPLETED, -1);
        incident.batch(customers, Section.REAL, Purpose.UPDATE, BatchStatus.DRAFT, 12);
        // Another incident's people have the same references.
        ModelIncident other = new ModelIncident(POSTGRES, 2);
        other.batch(other.set("SEALED", 1, 20, 0, "others"), Section.REAL, Purpose.FIRST, BatchStatus.COMPLETED, 1);
    }

    @Test
    void aBatchIsCountedAsItsRowsAre() {
        for (Batch batch : incident.batches) {
            BatchReport report = reports.ofBatch(batch.id()).orElseThrow();
            Figures expected = ModelFigures.of(notices(notice -> notice.batch() == batch));
            assertThat(report.figures())
                    .usingRecursiveComparison()
                    .ignoringFields(batch.status() == BatchStatus.DRAFT ? "told.fromApproval" : "none")
                    .isEqualTo(expected);
            assertThat(report.asOf()).isEqualTo(clock.instant());
            assertThat(report.section()).isEqualTo(batch.section());
        }
    }

    @Test
    void anIncidentCountsEachPersonOnceAndKeepsWhatToldNobodyApart() {
        IncidentReport report = reports.ofIncident(incident.id).orElseThrow();

        assertThat(report.sections().keySet()).containsExactly(Section.values());
        report.sections().forEach((section, in) -> {
            Predicate<Notice> counted = notice ->
                    notice.batch().section() == section && notice.batch().status() != BatchStatus.DRAFT;
            assertThat(in.figures()).usingRecursiveComparison().isEqualTo(ModelFigures.of(notices(counted)));
            in.byPurpose().forEach((purpose, people) -> assertThat(people)
                    .isEqualTo(ModelFigures.people(
                            notices(counted.and(notice -> notice.batch().purpose() == purpose)))));
        });
        IncidentReport.InSection real = report.sections().get(Section.REAL);
        assertThat(real.byPurpose()).containsOnlyKeys(Purpose.FIRST, Purpose.RESEND);
        assertThat(real.figures().people().total()).isEqualTo(160);
        assertThat(report.batches()).hasSize(5).allSatisfy(line -> assertThat(line.people())
                .isEqualTo(ModelFigures.people(
                        notices(notice -> notice.batch().id().equals(line.batchId())))));
    }

    @Test
    void whoeverNoBatchCoversIsTold() {
        Coverage coverage = reports.ofIncident(incident.id).orElseThrow().coverage();

        assertThat(coverage.inNoBatch()).isEqualTo(10);
        assertThat(coverage.rejectedRecords()).isEqualTo(4);
        assertThat(coverage.recordSets())
                .extracting(Coverage.OfRecordSet::accepted, Coverage.OfRecordSet::batches)
                .containsExactly(tuple(120L, 2L), tuple(60L, 1L), tuple(16L, 0L));
    }

    @Test
    void anIncidentWithoutABatchHasNobodyInOne() throws SQLException {
        ModelIncident quiet = new ModelIncident(POSTGRES, 9);
        quiet.set("SEALED", 1, 5, 0, "customers");
        IncidentReport report = reports.ofIncident(quiet.id).orElseThrow();

        assertThat(report.sections()).isEmpty();
        assertThat(report.coverage().inNoBatch()).isEqualTo(5);
        assertThat(reports.ofIncident(UUID.randomUUID())).isEmpty();
        assertThat(reports.ofBatch(UUID.randomUUID())).isEmpty();
    }

    @Test
    void asATableItHasEveryNumberInARowAndNoFormula() throws IOException {
        IncidentReport report = reports.ofIncident(incident.id).orElseThrow();
        List<NamedCsvRecord> rows = table(report);

        People people = report.sections().get(Section.REAL).figures().people();
        assertThat(value(rows, "people", "REAL", "unreached")).isEqualTo(Long.toString(people.unreached()));
        assertThat(rows.stream()
                        .filter(row -> row.getField("figure").equals("byRegion")
                                && row.getField("section").equals("REAL")
                                && row.getField("measure").equals("total"))
                        .mapToLong(row -> Long.parseLong(row.getField("value")))
                        .sum())
                .isEqualTo(people.total());
        assertThat(new BigDecimal(value(rows, "told", "REAL", "firstFromDiscovery")))
                .isEqualByComparingTo(new BigDecimal(report.sections()
                                .get(Section.REAL)
                                .figures()
                                .told()
                                .fromDiscovery()
                                .first()
                                .toMillis())
                        .movePointLeft(3));
        assertThat(rows)
                .filteredOn(row -> row.getField("measure").equals("name"))
                .first()
                .satisfies(row -> assertThat(row.getField("value")).isEqualTo("'=HYPERLINK(\"http://example.org\")"));
        assertThat(rows).allSatisfy(row -> row.getFields()
                .forEach(cell -> assertThat(cell).doesNotStartWith("=").doesNotStartWith("@")));
    }

    @Test
    void timesBeforeTheDiscoveryStayNumbers() throws SQLException, IOException {
        Batch first = smallBatch();
        POSTGRES.execute("UPDATE incident_milestone SET at = '2027-01-01' WHERE incident_id ="
                + " (SELECT incident_id FROM batch WHERE id = '" + first.id() + "')");

        assertThat(value(table(reports.ofBatch(first.id()).orElseThrow()), "told", "REAL", "firstFromDiscovery"))
                .startsWith("-")
                .satisfies(BigDecimal::new);
    }

    @Test
    void everyStatementSeesTheSameMoment() throws SQLException {
        Batch first = smallBatch();
        List<Long> seen = snapshot.count(connection -> {
            long before = openNotices(connection, first);
            POSTGRES.execute("UPDATE notice SET outcome = 'UNREACHED' WHERE outcome = 'OUTSTANDING' AND batch_id = '"
                    + first.id() + "'");
            return List.of(before, openNotices(connection, first));
        });

        assertThat(seen.get(0)).isPositive().isEqualTo(seen.get(1));
        assertThat(reports.ofBatch(first.id()).orElseThrow().figures().people().outstanding())
                .isZero();
    }

    @Test
    void countingChangesNothingAndIsCutOffInTime() {
        assertThatThrownBy(() -> snapshot.count(connection -> {
                    MigratedDatabase.execute(connection, "DELETE FROM attempt");
                    return null;
                }))
                .hasRootCauseInstanceOf(SQLException.class);
        ReportSnapshot hasty = new ReportSnapshot(POSTGRES.database(), Duration.ofMillis(20));
        assertThatThrownBy(() -> hasty.count(connection -> {
                    MigratedDatabase.execute(connection, "SELECT pg_sleep(30)");
                    return null;
                }))
                .isInstanceOfSatisfying(HttpProblem.class, problem -> assertThat(problem.getStatusCode())
                        .isEqualTo(503));
    }

    /** Of an incident that the test may change. */
    private static Batch smallBatch() throws SQLException {
        ModelIncident small = new ModelIncident(POSTGRES, 3);
        return small.batch(
                small.set("SEALED", 1, 30, 0, "small"), Section.REAL, Purpose.FIRST, BatchStatus.DISPATCHING, 0);
    }

    private static long openNotices(Connection connection, Batch batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT count(*) FROM notice WHERE outcome = 'OUTSTANDING' AND batch_id = ?")) {
            statement.setObject(1, batch.id());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private List<Notice> notices(Predicate<Notice> which) {
        return incident.notices.stream().filter(which).toList();
    }

    private static List<NamedCsvRecord> table(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ReportCsv().writeTo(report, null, null, null, null, null, out);
        return CsvReader.builder().ofNamedCsvRecord(out.toString(StandardCharsets.UTF_8)).stream()
                .toList();
    }

    private static String value(List<NamedCsvRecord> rows, String figure, String section, String measure) {
        return rows.stream()
                .filter(row -> row.getField("figure").equals(figure)
                        && row.getField("section").equals(section)
                        && row.getField("measure").equals(measure))
                .findFirst()
                .orElseThrow()
                .getField("value");
    }
}
