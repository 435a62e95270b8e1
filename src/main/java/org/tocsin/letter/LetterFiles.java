package org.tocsin.letter;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.batch.Batch;
import org.tocsin.platform.database.Transactions;

/**
 * Writes lists of letters to whoever fetches them, a page at a time: memory stays flat, and a slow reader holds no connection.
 * Whoever fetches one is in the evidence before.
 */
@ApplicationScoped
class LetterFiles {

    /** Lists that somebody opens in a spreadsheet, and nobody prints. */
    private static final FileForm FOR_PEOPLE = FileForm.APOSTROPHES;

    private record Opened(List<Recipient> recipients, Map<Long, Person> people) {}

    private final DataSource database;
    private final UnreachedPeople unreached;
    private final People people;

    LetterFiles(DataSource database, UnreachedPeople unreached, People people) {
        this.database = database;
        this.unreached = unreached;
        this.people = people;
    }

    /** Everyone whom the batch has not reached by now, with and without a postal address. */
    void writeCurrent(Batch batch, OutputStream out) throws IOException {
        write(batch.recordSetId, unreached.of(batch, false), FOR_PEOPLE, out);
    }

    /**
     * The file of an export, byte for byte as its checksum says.
     *
     * @throws IOException when it is not: a record was changed or purged since; the answer breaks off then
     */
    void writeLetters(Batch batch, LetterExport export, OutputStream out) throws IOException {
        CountedDigest file = new CountedDigest(out);
        write(batch.recordSetId, LetterExportRows.people(export.id(), true), form(export), file);
        if (!file.sha256().equals(export.sha256())) {
            throw new IOException("the file of letters " + export.id() + " is not what it was");
        }
    }

    /** The people of an export to whom no letter can be sent. */
    void writeWithoutAddress(Batch batch, LetterExport export, OutputStream out) throws IOException {
        write(batch.recordSetId, LetterExportRows.people(export.id(), false), FOR_PEOPLE, out);
    }

    private FileForm form(LetterExport export) throws IOException {
        try {
            return Transactions.run(database, connection -> LetterExportRows.form(connection, export.id()));
        } catch (SQLException e) {
            throw new IOException("an export cannot be read", e);
        }
    }

    private void write(UUID recordSet, RecipientPages pages, FileForm form, OutputStream out) throws IOException {
        LetterCsv csv = new LetterCsv(out, form);
        Opened page = open(recordSet, pages, 0);
        while (!page.recipients().isEmpty()) {
            for (Recipient recipient : page.recipients()) {
                csv.write(recipient, page.people().get(recipient.position()));
            }
            page = open(
                    recordSet,
                    pages,
                    page.recipients().get(page.recipients().size() - 1).position());
        }
        csv.flush();
    }

    private Opened open(UUID recordSet, RecipientPages pages, long after) throws IOException {
        try {
            return Transactions.run(database, connection -> {
                List<Recipient> recipients = pages.next(connection, after);
                List<Long> positions =
                        recipients.stream().map(Recipient::position).toList();
                return new Opened(recipients, people.open(connection, recordSet, positions));
            });
        } catch (SQLException e) {
            throw new IOException("people cannot be read", e);
        }
    }
}
