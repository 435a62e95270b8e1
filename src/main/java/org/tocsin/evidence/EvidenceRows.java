package org.tocsin.evidence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The entries as rows. */
final class EvidenceRows {

    static final String COLUMNS = "seq, at, incident_id, actor, action, subject, detail, previous_hash, hash, mac";

    private EvidenceRows() {}

    static void insert(Connection connection, List<EvidenceEntry> entries, Function<EvidenceEntry, byte[]> mac)
            throws SQLException {
        String sql = "INSERT INTO evidence_entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (EvidenceEntry entry : entries) {
                statement.setLong(1, entry.seq());
                statement.setObject(2, entry.at().atOffset(ZoneOffset.UTC));
                statement.setObject(3, entry.incidentId());
                statement.setString(4, entry.actor());
                statement.setString(5, entry.action());
                statement.setString(6, entry.subject());
                statement.setString(7, entry.detail());
                statement.setBytes(8, entry.previousHash());
                statement.setBytes(9, entry.hash());
                statement.setBytes(10, mac.apply(entry));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Up to so many entries about one incident behind a place in the chain, in its order. */
    static List<EvidenceEntry> ofIncident(Connection connection, UUID incidentId, long afterSeq, int atMost)
            throws SQLException {
        String sql =
                "SELECT " + COLUMNS + " FROM evidence_entry WHERE incident_id = ? AND seq > ? ORDER BY seq LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, incidentId);
            statement.setLong(2, afterSeq);
            statement.setInt(3, atMost);
            List<EvidenceEntry> entries = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(read(row));
                }
            }
            return entries;
        }
    }

    static EvidenceEntry read(ResultSet row) throws SQLException {
        return new EvidenceEntry(
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("incident_id", UUID.class),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("detail"),
                row.getBytes("previous_hash"),
                row.getBytes("hash"));
    }
}
