package org.tocsin.platform.keys;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** The rows of key_check: what the keys of this database have left there at its first start. */
@ApplicationScoped
class KeyCheckRows {

    private final DataSource database;

    KeyCheckRows(DataSource database) {
        this.database = database;
    }

    boolean anyRow() {
        return !read().isEmpty();
    }

    /** All rows, by purpose. */
    Map<String, byte[]> read() {
        try (Connection connection = database.getConnection()) {
            return read(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read key_check", e);
        }
    }

    /** Puts another value in the place of one, if that still stands there. */
    void replace(String purpose, byte[] former, byte[] next) {
        String sql = "UPDATE key_check SET check_value = ? WHERE purpose = ? AND check_value = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setBytes(1, next);
            update.setString(2, purpose);
            update.setBytes(3, former);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot write key_check", e);
        }
    }

    /**
     * Adds what is missing, and keeps it only if the judge finds no fault with what then stands there.
     *
     * @throws RuntimeException what the judge throws; nothing was added then
     */
    void addMissing(Map<String, byte[]> checkValues, Judge judge) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                insert(connection, checkValues);
                judge.judge(read(connection));
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read and write key_check", e);
        }
    }

    /** Looks at all rows, by purpose, and throws if they are not as they must be. */
    interface Judge {
        void judge(Map<String, byte[]> rows);
    }

    // A replica that starts at the same moment waits here for our commit, and then judges our rows.
    private static void insert(Connection connection, Map<String, byte[]> checkValues) throws SQLException {
        String sql = "INSERT INTO key_check (purpose, check_value) VALUES (?, ?) ON CONFLICT DO NOTHING";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Map.Entry<String, byte[]> row : checkValues.entrySet()) {
                insert.setString(1, row.getKey());
                insert.setBytes(2, row.getValue());
                insert.executeUpdate();
            }
        }
    }

    private static Map<String, byte[]> read(Connection connection) throws SQLException {
        Map<String, byte[]> rows = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT purpose, check_value FROM key_check");
                ResultSet result = select.executeQuery()) {
            while (result.next()) {
                rows.put(result.getString(1), result.getBytes(2));
            }
        }
        return rows;
    }
}
