package org.tocsin.affected.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.UUID;
import org.tocsin.affected.ContactKind;
import org.tocsin.affected.PlainDigest;
import org.tocsin.affected.SealDigest;

/** Takes chunks into the database, each in one short transaction: freed of duplicates, then copied. */
final class ChunkMerge {

    private final Connection connection;
    private final UUID recordSetId;
    private final Duplicates duplicates;
    private final PlainDigest digest = new PlainDigest();
    private final SealDigest sealDigest;
    private final ContactRuns contacts;
    private long accepted;

    ChunkMerge(Connection connection, UUID recordSetId) {
        this.connection = connection;
        this.recordSetId = recordSetId;
        this.duplicates = new Duplicates(connection, recordSetId);
        this.sealDigest = new SealDigest(recordSetId);
        this.contacts = new ContactRuns(connection);
    }

    /** Is called before the first chunk is merged. */
    void begin() throws SQLException {
        contacts.prepare();
    }

    void merge(Chunk chunk) throws SQLException {
        ConnectionTransaction.run(connection, () -> {
            // What a crash takes of an unsealed set is not missed; sealing waits for the disk, and so for all of this.
            execute("SET LOCAL synchronous_commit = off");
            // Nothing is known yet of a table that is filling: it could be taken for too small to use its indexes.
            execute("SET LOCAL enable_seqscan = off");
            Set<Chunk.Row> left = duplicates.among(chunk.rows());
            left.forEach(chunk::addDuplicate);
            chunk.people(left).copyInto(connection, "affected_person (" + Chunk.COLUMNS + ")");
            if (chunk.findingCount() > 0) {
                chunk.findings().copyInto(connection, "record_finding (" + Chunk.FINDING_COLUMNS + ")");
            }
            count(chunk);
            for (Chunk.Row row : chunk.rows()) {
                if (!left.contains(row)) {
                    take(chunk, row);
                }
            }
            accepted += chunk.rows().size() - left.size();
        });
    }

    private void take(Chunk chunk, Chunk.Row row) throws SQLException {
        digest.add(row.position(), row.plain());
        sealDigest.add(row.position(), chunk.sealed(row));
        if (row.emailDigest() != null) {
            contacts.add(ContactKind.EMAIL, row.emailDigest(), row.position());
        }
        if (row.phoneDigest() != null) {
            contacts.add(ContactKind.PHONE, row.phoneDigest(), row.position());
        }
    }

    /** How many people are in the set by now. */
    long accepted() {
        return accepted;
    }

    /** The digest of what the people in the set say, for whom it has been fed in order. */
    PlainDigest digest() {
        return digest;
    }

    /** The digest of their rows. */
    SealDigest sealDigest() {
        return sealDigest;
    }

    /** Their addresses. */
    ContactRuns contacts() {
        return contacts;
    }

    private void count(Chunk chunk) throws SQLException {
        String sql =
                """
                UPDATE record_set SET accepted = accepted + ?, rejected = rejected + ?, warnings = warnings + ?,
                       duplicates = duplicates + ?
                WHERE id = ? AND status = 'RECEIVING'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, chunk.rows().size() - chunk.duplicates());
            statement.setLong(2, chunk.rejected());
            statement.setLong(3, chunk.warnings());
            statement.setLong(4, chunk.duplicates());
            statement.setObject(5, recordSetId);
            if (statement.executeUpdate() != 1) {
                throw new SQLException("the record set is no longer being received");
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
