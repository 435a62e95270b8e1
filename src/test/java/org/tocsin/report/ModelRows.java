package org.tocsin.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.tocsin.report.ModelIncident.Attempt;
import org.tocsin.report.ModelIncident.Delivery;
import org.tocsin.report.ModelIncident.Notice;

/** The notices of a {@link ModelIncident} as rows. */
final class ModelRows {

    private ModelRows() {}

    static void insert(Connection connection, UUID incident, Notice notice) throws SQLException {
        boolean written = !notice.outcome().equals("UNREACHED");
        run(
                connection,
                """
                INSERT INTO notice (id, batch_id, incident_id, record_set_id, position, customer_ref, locale, country, outcome,
                                    confirmed, reason, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now())
                """,
                notice.id(),
                notice.batch().id(),
                incident,
                notice.batch().set().id(),
                (long) notice.person(),
                notice.ref(),
                written ? ModelIncident.locale(notice.person()) : null,
                ModelIncident.country(notice.person()),
                notice.outcome(),
                notice.confirmed(),
                notice.reason());
        for (Delivery delivery : notice.deliveries()) {
            run(
                    connection,
                    """
                    INSERT INTO delivery (id, notice_id, batch_id, channel, rank, state, reason, attempts, provider_id, updated_at)
                    VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, now())
                    """,
                    delivery.id(),
                    notice.id(),
                    notice.batch().id(),
                    delivery.channel().name(),
                    delivery.state(),
                    delivery.reason(),
                    delivery.attempts().size(),
                    "p-" + delivery.id());
            for (Attempt attempt : delivery.attempts()) {
                run(
                        connection,
                        """
                        INSERT INTO attempt (delivery_id, number, epoch, worker_id, started_at, ended_at, result, class, code,
                                             content_hash)
                        VALUES (?, ?, ?, uuid_v7(), ?::timestamptz, ?::timestamptz, ?, ?, ?, '')
                        """,
                        delivery.id(),
                        attempt.number(),
                        (long) attempt.number(),
                        attempt.startedAt().toString(),
                        attempt.endedAt() == null ? null : attempt.endedAt().toString(),
                        attempt.result(),
                        attempt.failureClass(),
                        attempt.code());
            }
            if (delivery.receiptCode() != null) {
                run(
                        connection,
                        """
                        INSERT INTO receipt (id, delivery_id, provider, provider_id, status, error_code, received_at, due_at)
                        VALUES (uuid_v7(), ?, 'main', ?, 'undelivered', ?, now(), now())
                        """,
                        delivery.id(),
                        "p-" + delivery.id(),
                        Integer.valueOf(delivery.receiptCode()));
            }
        }
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
