package org.tocsin.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.testing.MigratedDatabase;

/** Two chunks of a plan at a time, in a real PostgreSQL. */
class ChunksInOrderTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    @BeforeEach
    void make() throws SQLException {
        POSTGRES.execute("DROP TABLE IF EXISTS chunk", "CREATE TABLE chunk (number int, written timestamptz)");
    }

    @Test
    void aChunkIsPreparedWhileTheOneBeforeIsWrittenAndWrittenBehindIt() throws Exception {
        CountDownLatch secondPrepared = new CountDownLatch(1);
        try (ChunksInOrder chunks = new ChunksInOrder(POSTGRES.database())) {
            chunks.submit(connection -> {}, connection -> {
                awaitUninterrupted(secondPrepared);
                MigratedDatabase.execute(connection, "INSERT INTO chunk VALUES (1, clock_timestamp())");
                return true;
            });
            chunks.submit(connection -> secondPrepared.countDown(), connection -> {
                MigratedDatabase.execute(
                        connection, "INSERT INTO chunk SELECT 1 + count(*), clock_timestamp() FROM chunk");
                return true;
            });

            assertThat(chunks.await()).isTrue();
        }
        assertThat(POSTGRES.texts("SELECT number FROM chunk ORDER BY written")).isEqualTo(List.of("1", "2"));
    }

    @Test
    void behindAChunkThatFailsNothingIsWritten() throws Exception {
        try (ChunksInOrder chunks = new ChunksInOrder(POSTGRES.database())) {
            chunks.submit(connection -> {}, connection -> write(connection, 1));
            chunks.submit(connection -> {}, connection -> {
                write(connection, 2);
                throw new SQLException("broken");
            });
            chunks.submit(connection -> {}, connection -> write(connection, 3));
            chunks.submit(connection -> {}, connection -> write(connection, 4));

            assertThatThrownBy(chunks::await).isInstanceOf(SQLException.class).hasMessage("broken");
        }
        assertThat(POSTGRES.texts("SELECT number FROM chunk")).containsExactly("1");
    }

    @Test
    void behindAChunkThatIsNoLongerWantedNothingIsWritten() throws Exception {
        try (ChunksInOrder chunks = new ChunksInOrder(POSTGRES.database())) {
            chunks.submit(connection -> {}, connection -> false);
            chunks.submit(connection -> {}, connection -> write(connection, 2));
            chunks.submit(connection -> {}, connection -> write(connection, 3));

            assertThat(chunks.await()).isFalse();
        }
        assertThat(POSTGRES.count("SELECT count(*) FROM chunk")).isZero();
    }

    private static boolean write(Connection connection, int number) throws SQLException {
        MigratedDatabase.execute(connection, "INSERT INTO chunk VALUES (" + number + ", clock_timestamp())");
        return true;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
