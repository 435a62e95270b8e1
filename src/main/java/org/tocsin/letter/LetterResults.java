package org.tocsin.letter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tocsin.batch.Batch;
import org.tocsin.compose.NoticeReference;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.http.IdempotencyKey;
import org.tocsin.platform.http.IdempotentAnswers;
import org.tocsin.platform.http.StoredAnswer;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/** Takes in what a print house says became of letters. */
@ApplicationScoped
class LetterResults {

    /**
     * The answer as JSON.
     *
     * @param replayed whether it is the first answer to the same request, given again
     */
    record Answer(String json, boolean replayed) {}

    private static final int AT_ONCE = 5_000;
    private static final int OK = 200;

    private final AgroalDataSource database;
    private final IdempotentAnswers answers;
    private final NoticeReference codes;
    private final KeyRing keys;
    private final EvidenceLog evidence;
    private final ObjectMapper json;
    private final Clock clock;

    LetterResults(
            AgroalDataSource database,
            IdempotentAnswers answers,
            NoticeReference codes,
            KeyRing keys,
            EvidenceLog evidence,
            ObjectMapper json,
            Clock clock) {
        this.database = database;
        this.answers = answers;
        this.codes = codes;
        this.keys = keys;
        this.evidence = evidence;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Keeps every line that is about somebody on the batch's list: one transaction with its evidence and its answer. The same
     * lines again change nothing.
     *
     * @param sha256 of the file as it came, in lower-case hex
     */
    @Transactional
    @TransactionConfiguration(timeout = 600)
    Answer take(Batch batch, ResultsFile file, String sha256, Optional<IdempotencyKey> key, String actor) {
        try (Connection connection = database.getConnection()) {
            byte[] request = keys.mac(
                    KeyPurpose.SEAL, "idempotent-letter-results", HexFormat.of().parseHex(sha256));
            if (key.isPresent()) {
                answers.lock(connection, key.get());
                Optional<StoredAnswer> earlier = answers.find(connection, key.get());
                if (earlier.isPresent()) {
                    return new Answer(earlier.get().requireSameRequest(request).body(), true);
                }
            }
            LetterExportRows.lock(connection, batch.id);
            ResultsImported imported = keep(connection, batch, file, sha256, actor);
            String answer = json.writeValueAsString(imported);
            if (key.isPresent()) {
                answers.add(connection, key.get(), new StoredAnswer(request, OK, null, answer));
            }
            evidence.append(connection, act(batch, imported, actor));
            return new Answer(answer, false);
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("results of letters could not be kept", e);
        }
    }

    private ResultsImported keep(Connection connection, Batch batch, ResultsFile file, String sha256, String actor)
            throws SQLException {
        List<ReportedLetter> letters = file.letters();
        List<LineReject> rejects = new ArrayList<>(file.rejects());
        long mailed = 0;
        long returned = 0;
        for (int from = 0; from < letters.size(); from += AT_ONCE) {
            List<ReportedLetter> some = letters.subList(from, Math.min(letters.size(), from + AT_ONCE));
            ReportedPeople people = ReportedPeople.of(connection, batch, codes, some);
            rejects.addAll(people.rejects());
            Map<LetterResult, Long> added =
                    LetterResultRows.add(connection, batch.id, people.found(), actor, clock.instant());
            mailed += added.getOrDefault(LetterResult.MAILED, 0L);
            returned += added.getOrDefault(LetterResult.RETURNED, 0L);
        }
        rejects.sort(Comparator.comparingLong(LineReject::line));
        long lines = (long) letters.size() + file.rejects().size();
        return ResultsImported.of(lines, mailed, returned, rejects, sha256);
    }

    private static Act act(Batch batch, ResultsImported imported, String actor) {
        return new Act(
                batch.incidentId,
                actor,
                Action.LETTER_RESULTS_IMPORTED,
                "batch:" + batch.id,
                Map.of(
                        "lines", imported.lines(),
                        "mailed", imported.mailed(),
                        "returned", imported.returned(),
                        "unchanged", imported.unchanged(),
                        "rejected", imported.rejected(),
                        "sha256", imported.sha256()));
    }
}
