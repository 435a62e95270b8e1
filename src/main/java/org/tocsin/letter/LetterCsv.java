package org.tocsin.letter;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.tocsin.affected.Person;
import org.tocsin.affected.Relationship;

/** The list as a print house takes it: CSV (RFC 4180) in UTF-8, one person a line. */
final class LetterCsv {

    private final CsvWriter csv;
    private final FileForm form;

    /** Begins a file with its header. */
    LetterCsv(OutputStream out, FileForm form) {
        this.form = form;
        csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        csv.writeRecord(
                "sequenceNumber",
                "noticeCode",
                "customerRef",
                "name",
                "addressee",
                "relationship",
                "postalAddress1",
                "postalAddress2",
                "postalAddress3",
                "postalAddress4",
                "city",
                "postcode",
                "region",
                "country",
                "locale",
                "unreachedReason",
                "mailable");
    }

    /**
     * Writes a person.
     *
     * @param person null for somebody whose record does not open: all that is known is that they are owed a notice
     */
    void write(Recipient recipient, Person person) {
        String[] cells = {
            Long.toString(recipient.position()),
            recipient.noticeCode(),
            recipient.customerRef(),
            person == null ? null : person.name(),
            person == null ? null : person.addressee(),
            relationship(person),
            addressLine(person, 0),
            addressLine(person, 1),
            addressLine(person, 2),
            addressLine(person, 3),
            person == null ? null : person.city(),
            person == null ? null : person.postcode(),
            person == null ? null : person.region(),
            person == null ? null : person.country(),
            person == null ? null : person.locale(),
            recipient.reason(),
            PostalAddress.isUsable(person) ? "yes" : "no"
        };
        for (int i = 0; i < cells.length; i++) {
            cells[i] = form.cell(cells[i]);
        }
        csv.writeRecord(cells);
    }

    /** Hands everything on that has been written. */
    void flush() throws IOException {
        csv.flush();
    }

    private static String relationship(Person person) {
        return person == null
                ? null
                : Objects.requireNonNullElse(person.relationship(), Relationship.SELF)
                        .name();
    }

    private static String addressLine(Person person, int line) {
        List<String> lines = person == null || person.postalAddress() == null ? List.of() : person.postalAddress();
        return line < lines.size() ? lines.get(line) : null;
    }
}
