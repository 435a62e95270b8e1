package org.tocsin.platform.keys;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A table whose rows have a {@link DataKey} each. Its owner declares it as a bean, and the keys in it are wrapped anew when the
 * wrapping key is changed.
 */
public abstract class DataKeyTable {

    /** A data key as it is stored. */
    record Stored(UUID id, byte[] wrapped) {}

    private final String name;
    private final String place;
    private final String select;
    private final String update;

    /**
     * @param name what people call it, in the evidence
     * @param column where the wrapped key is; the row's id is in {@code id}
     * @param hasKey which rows have a key, in SQL
     */
    protected DataKeyTable(String name, String table, String column, String hasKey) {
        this.name = name;
        this.place = table + "." + column;
        this.select =
                "SELECT id, " + column + " FROM " + table + " WHERE id > ? AND " + hasKey + " ORDER BY id LIMIT ?";
        // Only what was read is replaced: a row whose key was dropped meanwhile must not get it back.
        this.update = "UPDATE " + table + " SET " + column + " = ? WHERE id = ? AND " + column + " = ?";
    }

    String name() {
        return name;
    }

    /** Table and column, with a dot between them. */
    String place() {
        return place;
    }

    List<Stored> behind(Connection connection, UUID id, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setObject(1, id);
            statement.setInt(2, limit);
            List<Stored> keys = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    keys.add(new Stored(row.getObject(1, UUID.class), row.getBytes(2)));
                }
            }
            return keys;
        }
    }

    boolean replace(Connection connection, Stored key, byte[] anew) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setBytes(1, anew);
            statement.setObject(2, key.id());
            statement.setBytes(3, key.wrapped());
            return statement.executeUpdate() == 1;
        }
    }
}
