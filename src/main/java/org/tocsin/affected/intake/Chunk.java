package org.tocsin.affected.intake;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.tocsin.affected.FindingKind;
import org.tocsin.affected.Person;
import org.tocsin.affected.PersonEnvelope;
import org.tocsin.affected.RecordFinding;
import org.tocsin.affected.SealDigest;
import org.tocsin.contact.ContactDigests;

/** Some thousand records of an upload, encrypted and ready to be copied into the database in one go. */
final class Chunk {

    /** What a row of a person holds. */
    static final String COLUMNS = "record_set_id, " + SealDigest.COLUMNS;

    /** What a row of a finding holds. */
    static final String FINDING_COLUMNS = "record_set_id, position, kind, field, line, reason";

    private static final String DUPLICATE = "is that of an earlier record; the first one stays";

    // Behind the count of fields and the first of them, the set's id with its length.
    private static final int FIRST_SEALED = Short.BYTES + Integer.BYTES + 2 * Long.BYTES;

    private static final int MAX_PEOPLE = 5_000;
    private static final int MAX_FINDINGS = 20_000;
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /**
     * A person of the chunk.
     *
     * @param emailDigest null when there is no usable address
     * @param phoneDigest null when there is no usable number
     * @param plain the person in plain bytes, for the digest of what the set says
     * @param from where the row begins among the chunk's
     * @param to where it ends
     */
    record Row(
            long position,
            long line,
            String customerRef,
            byte[] emailDigest,
            byte[] phoneDigest,
            byte[] plain,
            int from,
            int to) {

        @Override
        public String toString() {
            return "Row[" + position + "]";
        }
    }

    private final UUID recordSetId;
    private final PersonEnvelope envelope;
    private final ContactDigests digests;

    private final CopyRows people = new CopyRows();
    private final CopyRows findings = new CopyRows();
    private final List<Row> rows = new ArrayList<>();
    private int findingCount;
    private long rejected;
    private long warnings;
    private long duplicates;

    Chunk(UUID recordSetId, PersonEnvelope envelope, ContactDigests digests) {
        this.recordSetId = recordSetId;
        this.envelope = envelope;
        this.digests = digests;
    }

    void add(CheckedRecord record) {
        if (record.person() != null) {
            addPerson(record, record.person());
        }
        record.findings().forEach(this::addFinding);
    }

    boolean isFull() {
        return rows.size() >= MAX_PEOPLE
                || findingCount >= MAX_FINDINGS
                || people.sizeBytes() >= MAX_BYTES
                || findings.sizeBytes() >= MAX_BYTES;
    }

    boolean isEmpty() {
        return rows.isEmpty() && findingCount == 0;
    }

    /** The rows of all people but these, as COPY takes {@link #COLUMNS}. */
    CopyRows people(Set<Row> without) {
        if (without.isEmpty()) {
            return people;
        }
        CopyRows others = new CopyRows();
        rows.stream().filter(row -> !without.contains(row)).forEach(row -> others.rows(bytes(row)));
        return others;
    }

    /** A row's fields of {@link SealDigest#COLUMNS}. */
    ByteBuffer sealed(Row row) {
        ByteBuffer bytes = bytes(row);
        return bytes.position(FIRST_SEALED).slice();
    }

    private ByteBuffer bytes(Row row) {
        return people.slice(row.from(), row.to());
    }

    CopyRows findings() {
        return findings;
    }

    /** The people in the upload's order. */
    List<Row> rows() {
        return rows;
    }

    /** Notes that a person is not taken, because an earlier one has the reference. */
    void addDuplicate(Row row) {
        addFinding(new RecordFinding(
                row.position(), row.line(), FindingKind.DUPLICATE, Column.CUSTOMER_REF.label(), DUPLICATE));
    }

    int findingCount() {
        return findingCount;
    }

    long rejected() {
        return rejected;
    }

    long warnings() {
        return warnings;
    }

    long duplicates() {
        return duplicates;
    }

    private void addPerson(CheckedRecord record, Person person) {
        byte[] plain = PersonEnvelope.plain(person);
        byte[] emailDigest = record.email() == null ? null : digests.of(envelope.lookupSecret(), record.email());
        byte[] phoneDigest = record.phone() == null ? null : digests.of(envelope.lookupSecret(), record.phone());
        int from = people.sizeBytes();
        people.row(9)
                .uuid(recordSetId)
                .bigint(record.position())
                .text(person.customerRef())
                .text(person.locale())
                .text(person.country())
                .text(person.region())
                .bytea(emailDigest)
                .bytea(phoneDigest)
                .bytea(envelope.seal(record.position(), person.customerRef(), plain));
        rows.add(new Row(
                record.position(),
                record.line(),
                person.customerRef(),
                emailDigest,
                phoneDigest,
                plain,
                from,
                people.sizeBytes()));
    }

    private void addFinding(RecordFinding finding) {
        findings.row(6)
                .uuid(recordSetId)
                .bigint(finding.position())
                .text(finding.kind().name())
                .text(finding.field())
                .bigint(finding.line())
                .text(finding.reason());
        findingCount++;
        switch (finding.kind()) {
            case REJECT -> rejected++;
            case WARNING -> warnings++;
            case DUPLICATE -> duplicates++;
        }
    }
}
