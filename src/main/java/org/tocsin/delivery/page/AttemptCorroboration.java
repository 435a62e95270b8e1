package org.tocsin.delivery.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.Corroboration;
import org.tocsin.evidence.Finding;

/**
 * Holds the digest of every page of attempts in the evidence against the attempts: one that was changed, removed, added or moved
 * to another page since is missed in its page's digest. Attempts of the last seconds, whose page is still open, are not proved
 * yet.
 */
@ApplicationScoped
public class AttemptCorroboration implements Corroboration {

    private static final int ROWS_AT_A_TIME = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    // In the order of the pages' ids, so that both streams are read once, side by side.
    private static final String DIGESTS =
            """
            SELECT seq, substr(subject, ?), detail FROM evidence_entry WHERE action = ? ORDER BY subject COLLATE "C", seq
            """;

    @Override
    public Optional<Finding> check(Connection connection) throws SQLException {
        Optional<Finding> first = Optional.empty();
        try (DigestedPages pages = new DigestedPages(connection);
                PreparedStatement statement = connection.prepareStatement(DIGESTS)) {
            statement.setFetchSize(ROWS_AT_A_TIME);
            statement.setInt(1, AttemptPage.SUBJECT.length() + 1);
            statement.setString(2, Action.ATTEMPTS_DIGESTED.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    long seq = row.getLong(1);
                    Optional<Finding> finding = compare(seq, row.getString(3), pages.digest(row.getString(2)));
                    if (finding.isPresent()
                            && (first.isEmpty() || seq < first.get().seq())) {
                        first = finding;
                    }
                }
            }
        }
        return first;
    }

    private static Optional<Finding> compare(long seq, String detail, AttemptsDigest found) {
        JsonNode written = read(detail);
        int attempts = written.path("attempts").asInt();
        if (found.attempts() != attempts) {
            return Optional.of(
                    new Finding(seq, "stands for " + attempts + " attempts, and " + found.attempts() + " are there"));
        }
        if (!found.hex().equals(written.path("digest").asText())) {
            return Optional.of(new Finding(seq, "stands for attempts of which one was changed later"));
        }
        return Optional.empty();
    }

    private static JsonNode read(String detail) {
        try {
            return JSON.readTree(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry whose hash holds has a detail that is no JSON", e);
        }
    }
}
