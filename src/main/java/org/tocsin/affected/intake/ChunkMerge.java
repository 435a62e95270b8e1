package org.tocsin.affected.intake;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.tocsin.affected.PlainDigest;

/** Takes chunks into the database, each in one short transaction: copied to staging, freed of duplicates, moved over. */
final class ChunkMerge {

    private static final String DUPLICATE = "is that of an earlier record; the first one stays";

    private final Connection connection;
    private final UUID recordSetId;
    private final PlainDigest digest = new PlainDigest();
    private long accepted;

    ChunkMerge(Connection connection, UUID recordSetId) {
        this.connection = connection;
        this.recordSetId = recordSetId;
    }

    /** Makes the connection's own staging table, which needs no clean-up and writes no log. */
    void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TEMPORARY TABLE IF NOT EXISTS intake_staging (
                        position     bigint NOT NULL,
                        line         bigint NOT NULL,
                        customer_ref text COLLATE "C" NOT NULL,
                        locale       text,
                        country      text,
                        region       text,
                        email_digest bytea,
                        phone_digest bytea,
                        envelope     bytea NOT NULL
                    ) ON COMMIT DELETE ROWS
                    """);
        }
    }

    void merge(Chunk chunk) throws SQLException {
        ConnectionTransaction.run(connection, () -> {
            // What a crash takes of an unsealed set is not missed; sealing waits for the disk, and so for all of this.
            execute("SET LOCAL synchronous_commit = off");
            copy("COPY intake_staging FROM STDIN (FORMAT binary)", chunk.people());
            Set<Long> duplicates = moveOver();
            if (chunk.findingCount() > 0) {
                copy(
                        "COPY record_finding (record_set_id, position, kind, field, line, reason)"
                                + " FROM STDIN (FORMAT binary)",
                        chunk.findings());
            }
            count(chunk, duplicates.size());
            for (Chunk.Plain plain : chunk.plains()) {
                if (!duplicates.contains(plain.position())) {
                    digest.add(plain.position(), plain.bytes());
                }
            }
            accepted += chunk.plains().size() - duplicates.size();
        });
    }

    /** How many people are in the set by now. */
    long accepted() {
        return accepted;
    }

    /** The digest of what the people in the set say, for whom it has been fed in order. */
    PlainDigest digest() {
        return digest;
    }

    /** Moves the staged rows over in the upload's order, and tells the positions of those whose reference was there. */
    private Set<Long> moveOver() throws SQLException {
        String sql =
                """
                WITH merged AS (
                    INSERT INTO affected_person (record_set_id, position, customer_ref, locale, country, region,
                                                 email_digest, phone_digest, envelope)
                    SELECT ?, position, customer_ref, locale, country, region, email_digest, phone_digest, envelope
                    FROM intake_staging ORDER BY position
                    ON CONFLICT (record_set_id, customer_ref) DO NOTHING
                    RETURNING position)
                INSERT INTO record_finding (record_set_id, position, kind, field, line, reason)
                SELECT ?, s.position, 'DUPLICATE', 'customerRef', s.line, ?
                FROM intake_staging s WHERE NOT EXISTS (SELECT FROM merged m WHERE m.position = s.position)
                RETURNING position
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            statement.setObject(2, recordSetId);
            statement.setString(3, DUPLICATE);
            Set<Long> duplicates = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    duplicates.add(rows.getLong(1));
                }
            }
            return duplicates;
        }
    }

    private void count(Chunk chunk, int duplicates) throws SQLException {
        String sql =
                """
                UPDATE record_set SET accepted = accepted + ?, rejected = rejected + ?, warnings = warnings + ?,
                       duplicates = duplicates + ?
                WHERE id = ? AND status = 'RECEIVING'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, chunk.plains().size() - duplicates);
            statement.setLong(2, chunk.rejected());
            statement.setLong(3, chunk.warnings());
            statement.setLong(4, duplicates);
            statement.setObject(5, recordSetId);
            if (statement.executeUpdate() != 1) {
                throw new SQLException("the record set is no longer being received");
            }
        }
    }

    private void copy(String sql, CopyRows rows) throws SQLException {
        ByteBuffer bytes = rows.finish();
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            copy.writeToCopy(bytes.array(), 0, bytes.limit());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
