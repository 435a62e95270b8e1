package org.tocsin.evidence;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/** Where the chain ends: the latest entry's place and hash, and a MAC that tells a chain cut short. */
record ChainHead(long seq, byte[] hash, byte[] mac) {

    /** Reads the head and keeps everyone else from appending until the transaction ends. */
    static ChainHead lock(Connection connection) throws SQLException {
        return read(connection, "SELECT seq, hash, mac FROM evidence_head FOR UPDATE");
    }

    static ChainHead read(Connection connection) throws SQLException {
        return read(connection, "SELECT seq, hash, mac FROM evidence_head");
    }

    private static ChainHead read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("the evidence chain has no head");
            }
            return new ChainHead(rows.getLong(1), rows.getBytes(2), rows.getBytes(3));
        }
    }

    /** The head once the entry has been appended. */
    ChainHead after(EvidenceEntry entry, KeyRing keys) {
        return new ChainHead(entry.seq(), entry.hash(), macOf(keys, entry.seq(), entry.hash()));
    }

    void write(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE evidence_head SET seq = ?, hash = ?, mac = ?")) {
            statement.setLong(1, seq);
            statement.setBytes(2, hash);
            statement.setBytes(3, mac);
            statement.executeUpdate();
        }
    }

    static byte[] macOf(KeyRing keys, long seq, byte[] hash) {
        byte[] place = ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
        return keys.mac(KeyPurpose.SEAL, "evidence-head", place, hash);
    }
}
