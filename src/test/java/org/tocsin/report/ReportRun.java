package org.tocsin.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.affected.IncidentRows;
import org.tocsin.platform.Ids;
import org.tocsin.testing.MigratedDatabase;

/**
 * How long reports of a large incident take; no part of the suite: {@code ./mvnw test -Dtest=ReportRun -Dreport.people=200000}.
 * Two batches over all of them: a first notice, and one more to everybody; two channels, and an attempt over each.
 */
class ReportRun {

    private static final int PEOPLE = Integer.getInteger("report.people", 200_000);

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    @Test
    void aLargeIncidentIsCountedInSeconds() throws SQLException {
        UUID incident = IncidentRows.add(POSTGRES.database());
        UUID set = Ids.next();
        POSTGRES.execute(
                "SET LOCAL session_replication_role = replica",
                "INSERT INTO record_set (id, incident_id, name, status, uploaded_by, wrapped_data_key, digest, seal_digest,"
                        + " created_at, sealed_at) VALUES ('" + set + "', '" + incident
                        + "', 'large', 'SEALED', 'tester', '', 'd', 'd', now(), now())",
                // As wide as real ones: half a kilobyte of ciphertext, two digests.
                """
                INSERT INTO affected_person
                SELECT '%s', p, 'C-' || p, (array['en', 'es', 'de'])[p %% 3 + 1], (array['US', 'GB', 'DE', 'FR'])[p %% 4 + 1],
                       'R' || p %% 50, decode(repeat(md5(p::text), 2), 'hex'), decode(repeat(md5(p::text), 2), 'hex'),
                       decode(repeat(md5(p::text), 32), 'hex')
                FROM generate_series(1, %d) p
                """
                        .formatted(set, PEOPLE));
        UUID first = batch(incident, set, "FIRST");
        batch(incident, set, "RESEND");
        POSTGRES.execute("ANALYZE");
        Reports reports =
                new Reports(new ReportSnapshot(POSTGRES.database(), Duration.ofMinutes(2)), Clock.systemUTC());

        long began = System.nanoTime();
        People ofBatch = reports.ofBatch(first).orElseThrow().figures().people();
        long between = System.nanoTime();
        People ofIncident = reports.ofIncident(incident)
                .orElseThrow()
                .sections()
                .get(Section.REAL)
                .figures()
                .people();
        long ended = System.nanoTime();

        System.out.printf(
                "%,d people: batch %,d ms, incident of two batches %,d ms%n",
                PEOPLE,
                Duration.ofNanos(between - began).toMillis(),
                Duration.ofNanos(ended - between).toMillis());
        assertThat(ofBatch.total()).isEqualTo(PEOPLE);
        assertThat(ofIncident.total()).isEqualTo(PEOPLE);
    }

    private static UUID batch(UUID incident, UUID set, String purpose) throws SQLException {
        UUID batch = Ids.next();
        POSTGRES.execute(
                "SET LOCAL session_replication_role = replica",
                ("INSERT INTO batch (id, incident_id, record_set_id, template_id, purpose, drill, simulated, policy, status,"
                                + " created_by, created_at, submitted_at, approved_at) VALUES ('%s', '%s', '%s', uuid_v7(), '%s',"
                                + " false, false, '{}', 'DISPATCHING', 'author', now(), now(), now())")
                        .formatted(batch, incident, set, purpose),
                """
                INSERT INTO notice (id, batch_id, incident_id, record_set_id, position, customer_ref, locale, country, outcome,
                                    confirmed, updated_at)
                SELECT uuid_v7(), '%1$s', '%2$s', record_set_id, position, customer_ref, locale, country,
                       CASE position %% 10 WHEN 0 THEN 'UNREACHED' WHEN 1 THEN 'OUTSTANDING' ELSE 'REACHED' END,
                       position %% 10 > 5, now()
                FROM affected_person WHERE record_set_id = '%3$s' ORDER BY position
                """
                        .formatted(batch, incident, set),
                """
                INSERT INTO delivery (id, notice_id, batch_id, channel, rank, state, reason, attempts, provider_id, updated_at)
                SELECT uuid_v7(), n.id, n.batch_id, c.channel, 1,
                       CASE WHEN n.outcome = 'UNREACHED' THEN 'FAILED' WHEN n.outcome = 'OUTSTANDING' THEN 'DUE'
                            WHEN n.confirmed THEN 'DELIVERED' ELSE 'ACCEPTED' END,
                       CASE WHEN n.outcome = 'UNREACHED' THEN 'ADDRESS_DEAD' END, 1, 'p' || n.id, now()
                FROM notice n CROSS JOIN (VALUES ('EMAIL'), ('SMS')) AS c (channel)
                WHERE n.batch_id = '%s' ORDER BY n.position
                """
                        .formatted(batch),
                """
                INSERT INTO attempt (delivery_id, number, epoch, worker_id, started_at, ended_at, result, class, code, words,
                                     content_hash)
                SELECT id, 1, 1, uuid_v7(), now(), now() + random() * interval '2 hours',
                       CASE WHEN state = 'FAILED' THEN 'REFUSED' ELSE 'ACCEPTED' END,
                       CASE WHEN state = 'FAILED' THEN 'ADDRESS_DEAD' END, '250 2.0.0', 'queued as 4d9Zk21',
                       repeat('x', 64)
                FROM delivery WHERE batch_id = '%s' AND state <> 'DUE' ORDER BY id
                """
                        .formatted(batch));
        return batch;
    }
}
