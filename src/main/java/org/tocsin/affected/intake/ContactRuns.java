package org.tocsin.affected.intake;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.tocsin.affected.ContactKind;

/**
 * The addresses of an upload's people, by their keyed digests: put aside while it is read, in buckets by a digest's first byte,
 * and sorted some buckets at a time. They lie in a temporary table of the connection: memory stays flat however many they are,
 * nothing is written to the log, and nothing is left behind.
 */
final class ContactRuns {

    static final int BUCKETS = 256;

    private static final int ENTRIES_PER_RUN = 512;
    private static final int WRITTEN_AT_ONCE_BYTES = 1024 * 1024;

    private final Connection connection;
    private final Map<ContactKind, ByteBuffer[]> filling = new EnumMap<>(ContactKind.class);
    private final Map<ContactKind, long[]> counts = new EnumMap<>(ContactKind.class);
    private CopyRows full = new CopyRows();
    private int runs;

    ContactRuns(Connection connection) {
        this.connection = connection;
        for (ContactKind kind : ContactKind.values()) {
            filling.put(kind, new ByteBuffer[BUCKETS]);
            counts.put(kind, new long[BUCKETS]);
        }
    }

    /** Makes the temporary table, or empties that of an upload before. */
    void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TEMPORARY TABLE IF NOT EXISTS intake_contact (
                        kind text NOT NULL, bucket int NOT NULL, run int NOT NULL, entries bytea NOT NULL,
                        PRIMARY KEY (kind, bucket, run))
                    """);
            // Digests do not compress.
            statement.execute("ALTER TABLE intake_contact ALTER COLUMN entries SET STORAGE EXTERNAL");
        }
        clear();
    }

    /** Adds an address of the next person; positions only grow. */
    void add(ContactKind kind, byte[] digest, long position) throws SQLException {
        int bucket = SortedContacts.bucket(digest);
        ByteBuffer[] buckets = filling.get(kind);
        if (buckets[bucket] == null) {
            buckets[bucket] = ByteBuffer.allocate(ENTRIES_PER_RUN * SortedContacts.BYTES_PER_ENTRY);
        }
        SortedContacts.put(buckets[bucket], digest, position);
        counts.get(kind)[bucket]++;
        if (!buckets[bucket].hasRemaining()) {
            end(kind, bucket);
        }
    }

    /** Writes everything that is still in memory; nothing can be added after. */
    void finish() throws SQLException {
        for (ContactKind kind : ContactKind.values()) {
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                if (filling.get(kind)[bucket] != null) {
                    end(kind, bucket);
                }
            }
            filling.remove(kind);
        }
        write();
    }

    /** How many addresses of a kind are in a bucket. */
    long count(ContactKind kind, int bucket) {
        return counts.get(kind)[bucket];
    }

    /**
     * Those in some buckets, sorted; {@link #finish} comes first.
     *
     * @param from the first bucket
     * @param to the bucket behind the last
     */
    SortedContacts sorted(ContactKind kind, int from, int to) throws SQLException {
        String sql =
                """
                SELECT entries FROM intake_contact WHERE kind = ? AND bucket >= ? AND bucket < ? ORDER BY bucket, run
                """;
        SortedContacts.Builder entries = new SortedContacts.Builder(count(kind, from, to));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, kind.name());
            statement.setInt(2, from);
            statement.setInt(3, to);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(row.getBytes(1));
                }
            }
        }
        return entries.sorted();
    }

    private long count(ContactKind kind, int from, int to) {
        return Arrays.stream(counts.get(kind), from, to).sum();
    }

    /** Frees the disk; nothing can be read after. */
    void clear() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE intake_contact");
        }
    }

    /** Drops the table of a connection whose upload has ended, however it did; the pool keeps the connection. */
    static void discard(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DISCARD TEMPORARY");
        }
    }

    private void end(ContactKind kind, int bucket) throws SQLException {
        ByteBuffer run = filling.get(kind)[bucket].flip();
        full.row(4).text(kind.name()).integer(bucket).integer(runs++).bytes(run);
        run.clear();
        if (full.sizeBytes() >= WRITTEN_AT_ONCE_BYTES) {
            write();
        }
    }

    private void write() throws SQLException {
        full.copyInto(connection, "intake_contact (kind, bucket, run, entries)");
        full = new CopyRows();
    }
}
