package org.tocsin.batch.planning;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.batch.CompromisedChannel;
import org.tocsin.channel.ChannelKind;

/**
 * Finds the people from whom an incident's rules take a channel. Which domain a mailbox is of is said nowhere but in the person's
 * envelope: for a rule on a domain the envelopes are opened, some thousand at a time.
 */
@ApplicationScoped
class CompromisedPeople {

    private static final int OPENED_AT_ONCE = 5_000;

    private final People people;

    CompromisedPeople(People people) {
        this.people = people;
    }

    /** Whether these rules can be applied only by opening the people's envelopes. */
    static boolean readPeople(List<CompromisedChannel> rules) {
        return rules.stream().anyMatch(rule -> rule.domain() != null);
    }

    /**
     * Fills the temporary table {@code compromised}, gone at the end of the transaction: position and channel, and the first rule
     * that takes it, for the people of a stretch of the set.
     *
     * @param from the position to begin behind
     * @param to the last position
     */
    void fill(Connection connection, UUID recordSet, List<CompromisedChannel> rules, long from, long to)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TEMPORARY TABLE compromised (
                        position bigint NOT NULL, channel text NOT NULL, rule_id uuid NOT NULL,
                        PRIMARY KEY (position, channel)) ON COMMIT DROP
                    """);
            for (CompromisedChannel rule : rules) {
                if (rule.domain() == null) {
                    addAll(connection, recordSet, rule, from, to);
                }
            }
            if (readPeople(rules)) {
                for (long behind = from; behind < to; behind += OPENED_AT_ONCE) {
                    addMailboxes(connection, recordSet, rules, behind, Math.min(to, behind + OPENED_AT_ONCE));
                }
            }
            statement.execute("ANALYZE compromised");
        }
    }

    private static void addAll(Connection connection, UUID recordSet, CompromisedChannel rule, long from, long to)
            throws SQLException {
        String sql =
                """
                INSERT INTO compromised (position, channel, rule_id)
                SELECT position, ?, ? FROM affected_person
                WHERE record_set_id = ? AND position > ? AND position <= ?
                ON CONFLICT DO NOTHING
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, rule.channel().name());
            statement.setObject(2, rule.id());
            statement.setObject(3, recordSet);
            statement.setLong(4, from);
            statement.setLong(5, to);
            statement.executeUpdate();
        }
    }

    private void addMailboxes(Connection connection, UUID recordSet, List<CompromisedChannel> rules, long from, long to)
            throws SQLException {
        List<Long> positions = new ArrayList<>();
        List<UUID> taken = new ArrayList<>();
        Map<Long, Person> opened = people.open(
                connection,
                recordSet,
                LongStream.rangeClosed(from + 1, to).boxed().toList());
        opened.forEach((position, person) -> rules.stream()
                .filter(rule -> rule.domain() != null && person.email() != null && rule.takes(person.email()))
                .findFirst()
                .ifPresent(rule -> {
                    positions.add(position);
                    taken.add(rule.id());
                }));
        String sql =
                """
                INSERT INTO compromised (position, channel, rule_id)
                SELECT position, ?, rule_id FROM unnest(?::bigint[], ?::uuid[]) AS m (position, rule_id)
                ON CONFLICT DO NOTHING
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, ChannelKind.EMAIL.name());
            statement.setArray(2, connection.createArrayOf("bigint", positions.toArray()));
            statement.setArray(3, connection.createArrayOf("uuid", taken.toArray()));
            statement.executeUpdate();
        }
    }
}
