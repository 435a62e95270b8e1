package org.tocsin.affected.intake;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.tocsin.affected.ContactKind;
import org.tocsin.affected.ContactPage;

/**
 * Writes the index by which people are found by an address, and marks people who have a normalised mailbox or number in common:
 * two people on one mailbox, or one person with two accounts. Nobody is merged or left out for it.
 */
final class ContactIndex {

    private static final long SORTED_AT_ONCE = 250_000;
    private static final long CROWDED = 4;
    private static final int WRITTEN_AT_ONCE_BYTES = 4 * 1024 * 1024;

    private final Connection connection;
    private final UUID recordSetId;
    private CopyRows pages = new CopyRows();
    private CopyRows shared = new CopyRows();

    private ContactIndex(Connection connection, UUID recordSetId) {
        this.connection = connection;
        this.recordSetId = recordSetId;
    }

    /** Does so for a set that is still being received, and tells how many people share something. */
    static long write(Connection connection, UUID recordSetId, ContactRuns runs) throws SQLException {
        return write(connection, recordSetId, runs, SORTED_AT_ONCE);
    }

    /** @param sortedAtOnce about how many addresses are in memory at a time */
    static long write(Connection connection, UUID recordSetId, ContactRuns runs, long sortedAtOnce)
            throws SQLException {
        ContactIndex index = new ContactIndex(connection, recordSetId);
        for (ContactKind kind : ContactKind.values()) {
            int to;
            for (int from = 0; from < ContactRuns.BUCKETS; from = to) {
                long count = runs.count(kind, from);
                for (to = from + 1; to < ContactRuns.BUCKETS && count + runs.count(kind, to) <= sortedAtOnce; to++) {
                    count += runs.count(kind, to);
                }
                if (count > CROWDED * sortedAtOnce) {
                    CrowdedBucket.write(connection, recordSetId, kind, from);
                } else {
                    index.add(kind, runs.sorted(kind, from, to));
                }
            }
        }
        index.write();
        runs.clear();
        return index.peopleWhoShare();
    }

    private void add(ContactKind kind, SortedContacts sorted) throws SQLException {
        for (int first = 0; first < sorted.size(); first += ContactPage.ENTRIES) {
            addPage(kind, sorted, first, Math.min(sorted.size(), first + ContactPage.ENTRIES));
        }
        int end;
        for (int place = 0; place < sorted.size(); place = end) {
            end = sorted.endOfSame(place);
            if (end - place > 1) {
                addShared(kind, sorted, place, end);
            }
        }
    }

    private void addPage(ContactKind kind, SortedContacts sorted, int from, int to) throws SQLException {
        byte[] entries = new byte[(to - from) * ContactPage.BYTES_PER_ENTRY];
        ByteBuffer buffer = ByteBuffer.wrap(entries);
        for (int place = from; place < to; place++) {
            buffer.putLong(sorted.key(place)).putLong(sorted.position(place));
        }
        pages.row(5)
                .uuid(recordSetId)
                .text(kind.name())
                .bigint(sorted.key(from))
                .bigint(sorted.position(from))
                .bytea(entries);
        writeWhenMany();
    }

    private void addShared(ContactKind kind, SortedContacts sorted, int from, int to) throws SQLException {
        for (int place = from; place < to; place++) {
            shared.row(5)
                    .uuid(recordSetId)
                    .bigint(sorted.position(place))
                    .text(kind.name())
                    .bigint(sorted.position(from))
                    .bigint(to - from);
            writeWhenMany();
        }
    }

    private void writeWhenMany() throws SQLException {
        if (pages.sizeBytes() + shared.sizeBytes() >= WRITTEN_AT_ONCE_BYTES) {
            write();
        }
    }

    private void write() throws SQLException {
        ConnectionTransaction.run(connection, () -> {
            try (Statement settings = connection.createStatement()) {
                // The seal waits for the disk, and so for these rows.
                settings.execute("SET LOCAL synchronous_commit = off");
            }
            pages.copyInto(connection, "contact_page (record_set_id, kind, first_key, first_position, entries)");
            shared.copyInto(connection, "shared_contact (record_set_id, position, kind, first_position, people)");
        });
        pages = new CopyRows();
        shared = new CopyRows();
    }

    private long peopleWhoShare() throws SQLException {
        String sql = "SELECT count(DISTINCT position) FROM shared_contact WHERE record_set_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
