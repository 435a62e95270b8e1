package org.tocsin.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Digests;
import org.tocsin.platform.Ids;

/**
 * The attempts that one replica has ended within some seconds. They enter the evidence as one digest, so that the chain, which
 * is written by one at a time, never slows the sending, which is not.
 */
public final class AttemptPage {

    private final UUID id = Ids.next();
    private final TreeSet<String> lines = new TreeSet<>();

    public UUID id() {
        return id;
    }

    public int size() {
        return lines.size();
    }

    /** Opens the page in the database, with the first outcomes that are written on it. */
    public void open(Connection connection, UUID worker) throws SQLException {
        String sql = "INSERT INTO attempt_page (id, worker_id) VALUES (?, ?) ON CONFLICT DO NOTHING";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setObject(2, worker);
            statement.executeUpdate();
        }
    }

    /** Notes what has been committed. */
    public void add(List<Outcome> committed) {
        for (Outcome outcome : committed) {
            if (outcome.attempt() != null) {
                AttemptEnd end = outcome.attempt();
                lines.add(line(
                        outcome.deliveryId(), outcome.attemptNumber(), end.result(), end.code(), end.contentHash()));
            }
        }
    }

    /** Puts the page's digest into the evidence. */
    public void close(Connection connection, EvidenceLog evidence) throws SQLException {
        close(connection, evidence, id, lines.size(), digest(lines));
    }

    /** Closes the pages that a replica left open when it died, from the rows that it had committed. */
    public static void closeLeft(Connection connection, EvidenceLog evidence, UUID worker) throws SQLException {
        for (UUID page : left(connection, worker)) {
            TreeSet<String> lines = read(connection, page);
            close(connection, evidence, page, lines.size(), digest(lines));
        }
    }

    private static void close(Connection connection, EvidenceLog evidence, UUID page, int attempts, String digest)
            throws SQLException {
        long seq = evidence.append(
                connection,
                new Act(
                        null,
                        Act.SYSTEM,
                        Action.ATTEMPTS_DIGESTED,
                        "attempts:" + page,
                        Map.of("attempts", attempts, "digest", digest)));
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE attempt_page SET evidence_seq = ? WHERE id = ?")) {
            statement.setLong(1, seq);
            statement.setObject(2, page);
            statement.executeUpdate();
        }
    }

    private static List<UUID> left(Connection connection, UUID worker) throws SQLException {
        String sql = "SELECT id FROM attempt_page WHERE worker_id = ? AND evidence_seq IS NULL FOR UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, worker);
            List<UUID> pages = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    pages.add(rows.getObject(1, UUID.class));
                }
            }
            return pages;
        }
    }

    /** The lines of a page as they stand in the database. */
    static TreeSet<String> read(Connection connection, UUID page) throws SQLException {
        String sql = "SELECT delivery_id, number, result, code, content_hash FROM attempt WHERE page_id = ?";
        TreeSet<String> lines = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, page);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lines.add(line(
                            row.getObject(1, UUID.class),
                            row.getInt(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5)));
                }
            }
        }
        return lines;
    }

    private static String line(UUID delivery, int number, String result, String code, String contentHash) {
        return String.join(
                " ", delivery.toString(), Integer.toString(number), result, String.valueOf(code), contentHash);
    }

    static String digest(TreeSet<String> lines) {
        MessageDigest digest = Digests.sha256();
        for (String line : lines) {
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        }
        return Digests.hex(digest.digest());
    }
}
