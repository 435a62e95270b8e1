package org.tocsin.affected.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Finds records whose customer reference an earlier record of the upload has. */
final class Duplicates {

    // Any order will do; in this one, numbers without leading zeros ascend too.
    private static final Comparator<String> ORDER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private final Connection connection;
    private final UUID recordSetId;
    private String last = "";

    /** @param connection the only one that puts people into the set */
    Duplicates(Connection connection, UUID recordSetId) {
        this.connection = connection;
        this.recordSetId = recordSetId;
    }

    /**
     * Those among the upload's next people.
     *
     * <p>An export mostly comes in the order of its key. As long as references ascend, none can have been there before, and
     * the database is not asked.
     */
    Set<Chunk.Row> among(List<Chunk.Row> rows) throws SQLException {
        Set<Chunk.Row> duplicates = new LinkedHashSet<>();
        if (ascend(rows)) {
            return duplicates;
        }
        Set<String> there = there(rows);
        for (Chunk.Row row : rows) {
            if (!there.add(row.customerRef())) {
                duplicates.add(row);
            }
        }
        return duplicates;
    }

    private boolean ascend(List<Chunk.Row> rows) {
        boolean ascend = true;
        for (Chunk.Row row : rows) {
            if (ORDER.compare(row.customerRef(), last) > 0) {
                last = row.customerRef();
            } else {
                ascend = false;
            }
        }
        return ascend;
    }

    private Set<String> there(List<Chunk.Row> rows) throws SQLException {
        String sql = "SELECT customer_ref FROM affected_person WHERE record_set_id = ? AND customer_ref = ANY (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            Object[] references = rows.stream().map(Chunk.Row::customerRef).toArray();
            statement.setArray(2, connection.createArrayOf("text", references));
            Set<String> there = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    there.add(row.getString(1));
                }
            }
            return there;
        }
    }
}
