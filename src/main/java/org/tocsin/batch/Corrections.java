package org.tocsin.batch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which texts are known to be wrong. A correction stands from its submission on: the batch that it corrects, and resends of that with
 * the same template, send nothing more, for whoever got the text later would not be in the correction. It stands no longer when it is
 * rejected, or cancelled before it was started (docs/decisions/0024).
 */
public final class Corrections {

    private Corrections() {}

    /** The correction that keeps a batch from sending; empty when none stands. */
    static Optional<UUID> standing(Connection connection, Batch batch) throws SQLException {
        return standing(connection, batch.id, batch.templateId);
    }

    /**
     * The correction that stands of a text.
     *
     * @param batch what sends it, or what it is to be sent again for
     * @param template the text
     */
    public static Optional<UUID> standing(Connection connection, UUID batch, UUID template) throws SQLException {
        // Whichever batch on the way up was corrected, it is the same text.
        String sql = "WITH RECURSIVE " + SourceList.UP
                + """
                SELECT c.id FROM up JOIN batch c ON c.source_batch_id = up.id
                WHERE up.template_id = ? AND c.purpose = 'CORRECTION'
                  AND c.submitted_at IS NOT NULL AND c.status <> 'REJECTED'
                  AND (c.status <> 'CANCELLED' OR c.started_at IS NOT NULL)
                ORDER BY c.id LIMIT 1
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setObject(2, template);
            return ids(statement).stream().findFirst();
        }
    }

    /**
     * What a correction stops: the batch that it corrects, and the resends of that and of one another with the same template. Locked
     * until the transaction ends, together with the correction and in the order that everyone who locks several batches keeps:
     * none of them is resumed or taken up again meanwhile.
     *
     * @return their ids, without the correction's
     */
    static List<UUID> lockStoppedBy(Connection connection, Batch correction) throws SQLException {
        String sql =
                """
                WITH RECURSIVE family AS (
                    SELECT id, template_id AS wrong, template_id FROM batch WHERE id = ?
                    UNION ALL
                    SELECT b.id, family.wrong, b.template_id FROM family JOIN batch b ON b.source_batch_id = family.id
                    WHERE b.purpose = 'RESEND')
                SELECT id FROM batch
                WHERE id = ? OR id IN (SELECT id FROM family WHERE template_id = wrong)
                ORDER BY id FOR NO KEY UPDATE
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, correction.sourceBatchId);
            statement.setObject(2, correction.id);
            List<UUID> locked = ids(statement);
            locked.remove(correction.id);
            return locked;
        }
    }

    private static List<UUID> ids(PreparedStatement statement) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
            }
        }
        return ids;
    }
}
