package org.tocsin.batch.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.testing.MigratedDatabase;

/** Two chunks of a plan at a time, in a real PostgreSQL. */
class ChunksInOrderTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    @BeforeEach
    void make() throws SQLException {
        POSTGRES.execute("DROP TABLE IF EXISTS chunk", "CREATE TABLE chunk (number int)");
    }

    @Test
    void aChunkIsMadeWhileTheOneBeforeIsAndCommittedBehindIt() throws Exception {
        CountDownLatch secondMade = new CountDownLatch(1);
        String[] seenBySecond = new String[2];
        try (ChunksInOrder chunks = new ChunksInOrder(POSTGRES.database())) {
            chunks.submit(
                    connection -> {
                        write(connection, 1);
                        await(secondMade);
                    },
                    connection -> true);
            chunks.submit(
                    connection -> {
                        write(connection, 2);
                        seenBySecond[0] = POSTGRES.text("SELECT count(*) FROM chunk");
                        secondMade.countDown();
                    },
                    connection -> {
                        seenBySecond[1] = POSTGRES.text("SELECT count(*) FROM chunk");
                        return true;
                    });

            assertThat(chunks.await()).isTrue();
        }
        assertThat(seenBySecond)
                .as("committed when the second is made, and at its turn")
                .containsExactly("0", "1");
        assertThat(POSTGRES.count("SELECT count(*) FROM chunk")).isEqualTo(2);
    }

    @Test
    void behindAChunkThatFailsNothingIsWritten() throws Exception {
        try (ChunksInOrder chunks = new ChunksInOrder(POSTGRES.database())) {
            chunks.submit(connection -> write(connection, 1), connection -> true);
            chunks.submit(connection -> write(connection, 2), connection -> {
                throw new SQLException("broken");
            });
            chunks.submit(connection -> write(connection, 3), connection -> true);
            chunks.submit(connection -> write(connection, 4), connection -> true);

            assertThatThrownBy(chunks::await).isInstanceOf(SQLException.class).hasMessage("broken");
        }
        assertThat(POSTGRES.texts("SELECT number FROM chunk")).containsExactly("1");
    }

    @Test
    void ofAChunkThatRunsOutOfMemoryNothingIsWritten() throws SQLException {
        try (ChunksInOrder chunks = new ChunksInOrder(POSTGRES.database())) {
            chunks.submit(
                    connection -> {
                        write(connection, 1);
                        throw new OutOfMemoryError("for the test");
                    },
                    connection -> true);

            assertThatThrownBy(chunks::await).isInstanceOf(IllegalStateException.class);
        }
        assertThat(POSTGRES.count("SELECT count(*) FROM chunk")).isZero();
    }

    @Test
    void behindAChunkThatIsNoLongerWantedNothingIsWritten() throws Exception {
        try (ChunksInOrder chunks = new ChunksInOrder(POSTGRES.database())) {
            chunks.submit(connection -> write(connection, 1), connection -> false);
            chunks.submit(connection -> write(connection, 2), connection -> true);
            chunks.submit(connection -> write(connection, 3), connection -> true);

            assertThat(chunks.await()).isFalse();
        }
        assertThat(POSTGRES.count("SELECT count(*) FROM chunk")).isZero();
    }

    @Test
    @Timeout(60)
    void whoNoLongerWaitsForThePlanDoesNotWaitForAllOfIt() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ChunksInOrder chunks = new ChunksInOrder(POSTGRES.database())) {
            chunks.submit(
                    connection -> {
                        write(connection, 1);
                        await(never);
                    },
                    connection -> true);
            chunks.submit(connection -> write(connection, 2), connection -> true);
            Thread.currentThread().interrupt();

            assertThatThrownBy(chunks::await).isInstanceOf(IllegalStateException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(POSTGRES.count("SELECT count(*) FROM chunk")).isZero();
    }

    private static void write(Connection connection, int number) throws SQLException {
        MigratedDatabase.execute(connection, "INSERT INTO chunk VALUES (" + number + ")");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
