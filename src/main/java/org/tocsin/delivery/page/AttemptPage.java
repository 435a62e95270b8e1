package org.tocsin.delivery.page;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.tocsin.delivery.Outcomes;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Ids;

/**
 * The attempts that one replica has ended within some seconds. They enter the evidence as one digest, so that the chain, which
 * is written by one at a time, never slows the sending, which is not.
 *
 * <p>A page in the evidence never changes: no attempt joins it, and none of its attempts is written again.
 */
public final class AttemptPage {

    /** What an entry of the evidence about a page is about: this and the page's id. */
    public static final String SUBJECT = "attempts:";

    /** An attempt on one line, as the database spells it: everything that is recorded of it, its key first. */
    public static final String LINE =
            """
            json_build_array(delivery_id, number, epoch, worker_id, extract(epoch FROM started_at),
                             extract(epoch FROM ended_at), stage, result, class, code, words, provider, provider_id,
                             content_hash)::text
            """;

    /** The order of a page's lines, told of their columns: that of their characters, which {@link String} has too. */
    static final String ORDER = "delivery_id, number::text COLLATE \"C\"";

    /**
     * Holds a page of a worker's open until the transaction ends; the first time, makes it. Gives its id, or nothing when it has
     * been closed by somebody who took this replica for dead: then another page is to be taken.
     */
    public static final String OPEN =
            """
            INSERT INTO attempt_page AS p (id, worker_id) VALUES (?, ?)
            ON CONFLICT (id) DO UPDATE SET worker_id = excluded.worker_id WHERE p.evidence_seq IS NULL
            RETURNING id
            """;

    private static final UUID NO_PAGE = new UUID(0, 0);

    private final UUID id = Ids.next();
    private final TreeSet<String> lines = new TreeSet<>();

    public UUID id() {
        return id;
    }

    public int size() {
        return lines.size();
    }

    /** Whether the page is held open, see {@link #OPEN}. */
    public boolean open(Connection connection, UUID worker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
            statement.setObject(1, id);
            statement.setObject(2, worker);
            return !ids(statement).isEmpty();
        }
    }

    /** Notes what {@link Outcomes#record} has written on this page, once it is committed. */
    public void add(List<String> committed) {
        lines.addAll(committed);
    }

    /** Puts the page's digest into the evidence, unless somebody else has. */
    public void close(Connection connection, EvidenceLog evidence) throws SQLException {
        String sql = "SELECT id FROM attempt_page WHERE id = ? AND evidence_seq IS NULL FOR UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            if (!ids(statement).isEmpty()) {
                AttemptsDigest digest = new AttemptsDigest();
                lines.forEach(digest::add);
                close(connection, evidence, id, digest);
            }
        }
    }

    /** Closes the pages that a replica left open when it died, from the rows that it had committed. */
    public static void closeLeft(Connection connection, EvidenceLog evidence, UUID worker) throws SQLException {
        closeLeft(connection, evidence, worker, NO_PAGE);
    }

    /** Closes this replica's other pages, of which it does not know what was committed, from their rows. */
    public void closeOthers(Connection connection, EvidenceLog evidence, UUID worker) throws SQLException {
        closeLeft(connection, evidence, worker, id);
    }

    private static void closeLeft(Connection connection, EvidenceLog evidence, UUID worker, UUID but)
            throws SQLException {
        String sql = "SELECT id FROM attempt_page WHERE worker_id = ? AND id <> ? AND evidence_seq IS NULL FOR UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, worker);
            statement.setObject(2, but);
            for (UUID page : ids(statement)) {
                close(connection, evidence, page, read(connection, page));
            }
        }
    }

    private static void close(Connection connection, EvidenceLog evidence, UUID page, AttemptsDigest digest)
            throws SQLException {
        Map<String, ?> detail = Map.of("attempts", digest.attempts(), "digest", digest.hex());
        long seq = evidence.append(
                connection, new Act(null, Act.SYSTEM, Action.ATTEMPTS_DIGESTED, SUBJECT + page, detail));
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE attempt_page SET evidence_seq = ? WHERE id = ?")) {
            statement.setLong(1, seq);
            statement.setObject(2, page);
            statement.executeUpdate();
        }
    }

    private static AttemptsDigest read(Connection connection, UUID page) throws SQLException {
        String sql = "SELECT " + LINE + " FROM attempt WHERE page_id = ? ORDER BY " + ORDER;
        AttemptsDigest digest = new AttemptsDigest();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, page);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    digest.add(row.getString(1));
                }
            }
        }
        return digest;
    }

    private static List<UUID> ids(PreparedStatement statement) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }
}
