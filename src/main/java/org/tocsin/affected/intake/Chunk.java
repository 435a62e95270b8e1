package org.tocsin.affected.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tocsin.affected.FindingKind;
import org.tocsin.affected.Person;
import org.tocsin.affected.PersonEnvelope;
import org.tocsin.affected.RecordFinding;
import org.tocsin.contact.ContactDigests;

/** Some thousand records of an upload, encrypted and ready to be copied into the database in one go. */
final class Chunk {

    private static final int MAX_PEOPLE = 5_000;
    private static final int MAX_FINDINGS = 20_000;
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /** A staged person in plain bytes, for the digest of those who turn out not to be duplicates. */
    record Plain(long position, byte[] bytes) {}

    private final UUID recordSetId;
    private final PersonEnvelope envelope;
    private final ContactDigests digests;

    private final CopyRows people = new CopyRows();
    private final CopyRows findings = new CopyRows();
    private final List<Plain> plains = new ArrayList<>(MAX_PEOPLE);
    private int findingCount;
    private long rejected;
    private long warnings;

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
        return plains.size() >= MAX_PEOPLE
                || findingCount >= MAX_FINDINGS
                || people.sizeBytes() >= MAX_BYTES
                || findings.sizeBytes() >= MAX_BYTES;
    }

    boolean isEmpty() {
        return plains.isEmpty() && findingCount == 0;
    }

    CopyRows people() {
        return people;
    }

    CopyRows findings() {
        return findings;
    }

    /** The staged people in the upload's order. */
    List<Plain> plains() {
        return plains;
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

    private void addPerson(CheckedRecord record, Person person) {
        byte[] plain = PersonEnvelope.plain(person);
        people.row(9)
                .bigint(record.position())
                .bigint(record.line())
                .text(person.customerRef())
                .text(person.locale())
                .text(person.country())
                .text(person.region())
                .bytea(record.email() == null ? null : digests.of(envelope.lookupSecret(), record.email()))
                .bytea(record.phone() == null ? null : digests.of(envelope.lookupSecret(), record.phone()))
                .bytea(envelope.seal(record.position(), person.customerRef(), plain));
        plains.add(new Plain(record.position(), plain));
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
        if (finding.kind() == FindingKind.REJECT) {
            rejected++;
        } else {
            warnings++;
        }
    }
}
