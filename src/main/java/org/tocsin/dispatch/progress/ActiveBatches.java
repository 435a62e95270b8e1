package org.tocsin.dispatch.progress;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.tocsin.batch.BatchStatus;
import org.tocsin.channel.ChannelKind;

/** The batches that may have something to do. Looked at several times a second, so without all that a batch carries with it. */
public final class ActiveBatches {

    /** A batch as whoever hands out its work sees it. */
    public record Active(UUID id, BatchStatus status, boolean drill, Set<ChannelKind> channels) {}

    private ActiveBatches() {}

    /** Urgent ones first, then in the order of their approval. */
    public static List<Active> read(Connection connection) throws SQLException {
        String sql =
                """
                SELECT id, status, drill, ARRAY(SELECT jsonb_array_elements_text(policy -> 'channels' -> 'order'))
                FROM batch
                WHERE status IN ('APPROVED', 'DISPATCHING')
                ORDER BY policy ->> 'priority' = 'URGENT' DESC, approved_at, id
                """;
        List<Active> active = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                active.add(new Active(
                        row.getObject(1, UUID.class),
                        BatchStatus.valueOf(row.getString(2)),
                        row.getBoolean(3),
                        channels((String[]) row.getArray(4).getArray())));
            }
        }
        return active;
    }

    private static Set<ChannelKind> channels(String[] names) {
        Set<ChannelKind> channels = new HashSet<>();
        for (String name : names) {
            channels.add(ChannelKind.valueOf(name));
        }
        return Set.copyOf(channels);
    }
}
