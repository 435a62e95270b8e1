package org.tocsin.affected;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The affected people of sealed record sets, in plain. Whoever reads them puts that into the evidence.
 *
 * <p>A row that was changed, moved or copied since it was sealed does not open: it is left out and counted
 * ({@code tocsin.people.unreadable}).
 */
@ApplicationScoped
public class People {

    private final DataSource database;
    private final DataKeys dataKeys;
    private final Counter unreadable;

    People(DataSource database, DataKeys dataKeys, MeterRegistry metrics) {
        this.database = database;
        this.dataKeys = dataKeys;
        this.unreadable = Counter.builder("tocsin.people.unreadable")
                .description("Rows of affected people that do not open: changed since they were sealed")
                .register(metrics);
    }

    /**
     * Opens people by their positions.
     *
     * @return by position; those who are not there or do not open are absent, and so is everyone of a set that is not sealed
     */
    public Map<Long, Person> open(Connection connection, UUID recordSetId, Collection<Long> positions)
            throws SQLException {
        Optional<PersonEnvelope> envelope = dataKeys.find(connection, recordSetId);
        if (envelope.isEmpty() || positions.isEmpty()) {
            return Map.of();
        }
        String sql = "SELECT position, customer_ref, envelope FROM affected_person"
                + " WHERE record_set_id = ? AND position = ANY (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            statement.setArray(2, connection.createArrayOf("bigint", positions.toArray()));
            return read(statement, envelope.get());
        }
    }

    /** Opens one person by the organisation's reference; empty when there is none, or the row does not open. */
    public Optional<Person> find(UUID recordSetId, String customerRef) {
        String sql = "SELECT position, customer_ref, envelope FROM affected_person"
                + " WHERE record_set_id = ? AND customer_ref = ?";
        try (Connection connection = database.getConnection()) {
            Optional<PersonEnvelope> envelope = dataKeys.find(connection, recordSetId);
            if (envelope.isEmpty()) {
                return Optional.empty();
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, recordSetId);
                statement.setString(2, customerRef);
                return read(statement, envelope.get()).values().stream().findFirst();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("affected people cannot be read", e);
        }
    }

    private Map<Long, Person> read(PreparedStatement statement, PersonEnvelope envelope) throws SQLException {
        Map<Long, Person> people = new HashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long position = rows.getLong(1);
                try {
                    people.put(position, envelope.open(position, rows.getString(2), rows.getBytes(3)));
                } catch (GeneralSecurityException e) {
                    unreadable.increment();
                }
            }
        }
        return people;
    }
}
