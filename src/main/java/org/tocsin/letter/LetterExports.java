package org.tocsin.letter;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.batch.Batch;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Ids;

/** Fixes lists of letters: who is on them, how many, and the checksum of the file that they make. */
@ApplicationScoped
class LetterExports {

    private final AgroalDataSource database;
    private final LetterBatches batches;
    private final UnreachedPeople unreached;
    private final People people;
    private final EvidenceLog evidence;
    private final Clock clock;

    LetterExports(
            AgroalDataSource database,
            LetterBatches batches,
            UnreachedPeople unreached,
            People people,
            EvidenceLog evidence,
            Clock clock) {
        this.database = database;
        this.batches = batches;
        this.unreached = unreached;
        this.people = people;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * Fixes the list of everyone whom the batch has not reached by now; one transaction with its evidence. The file is made once
     * here, for its checksum, and again whenever it is fetched: of the same sealed records, so that it is the same.
     *
     * @param onlyNew without whoever is in an earlier export of the batch
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 without such a batch; 409 when it was not started, is a drill or
     *     simulated, or its records have been purged
     */
    @Transactional
    LetterExport make(UUID batchId, boolean onlyNew, String actor) {
        Batch batch = batches.requireStarted(batchId);
        batches.keepReadable(batch);
        LetterExport begun = new LetterExport(Ids.next(), batchId, onlyNew, 0, 0, 0, "", actor, clock.instant());
        LetterExport export;
        try (Connection connection = database.getConnection()) {
            LetterExportRows.lock(connection, batchId);
            LetterExportRows.begin(connection, begun, FileForm.AS_RECORDED);
            export = fill(connection, batch, begun);
            LetterExportRows.finish(connection, export);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("a list of letters could not be made", e);
        }
        evidence.append(new Act(
                batch.incidentId,
                actor,
                Action.LETTERS_EXPORTED,
                "batch:" + batchId,
                Map.of(
                        "export", export.id().toString(),
                        "letters", export.letters(),
                        "withoutAddress", export.withoutAddress(),
                        "sha256", export.sha256())));
        return export;
    }

    private LetterExport fill(Connection connection, Batch batch, LetterExport begun) throws SQLException, IOException {
        CountedDigest file = new CountedDigest(OutputStream.nullOutputStream());
        LetterCsv csv = new LetterCsv(file, FileForm.AS_RECORDED);
        RecipientPages pages = unreached.of(batch, begun.onlyNew());
        long letters = 0;
        long all = 0;
        List<Recipient> page = pages.next(connection, 0);
        while (!page.isEmpty()) {
            Map<Long, Person> opened = people.open(
                    connection,
                    batch.recordSetId,
                    page.stream().map(Recipient::position).toList());
            List<Boolean> mailable = new ArrayList<>(page.size());
            for (Recipient recipient : page) {
                Person person = opened.get(recipient.position());
                boolean usable = PostalAddress.isUsable(person);
                mailable.add(usable);
                if (usable) {
                    csv.write(recipient, person);
                    letters++;
                }
            }
            LetterExportRows.add(connection, begun, page, mailable);
            all += page.size();
            page = pages.next(connection, page.get(page.size() - 1).position());
        }
        csv.flush();
        return new LetterExport(
                begun.id(),
                begun.batchId(),
                begun.onlyNew(),
                letters,
                all - letters,
                file.bytes(),
                file.sha256(),
                begun.exportedBy(),
                begun.exportedAt());
    }

    /** An export of the batch, or empty. */
    Optional<LetterExport> find(UUID batch, UUID id) {
        try (Connection connection = database.getConnection()) {
            return LetterExportRows.find(connection, batch, id);
        } catch (SQLException e) {
            throw new IllegalStateException("lists of letters cannot be read", e);
        }
    }

    /** See {@link LetterExportRows#page}. */
    List<LetterExport> page(UUID batch, UUID before, int limit) {
        try (Connection connection = database.getConnection()) {
            return LetterExportRows.page(connection, batch, before, limit);
        } catch (SQLException e) {
            throw new IllegalStateException("lists of letters cannot be read", e);
        }
    }
}
