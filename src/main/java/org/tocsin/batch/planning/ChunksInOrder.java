package org.tocsin.batch.planning;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.tocsin.platform.database.Transactions;

/**
 * Makes two chunks of a plan at a time and commits them in their order: what is committed has no gap, so that a plan goes on
 * behind it after a crash.
 */
final class ChunksInOrder implements AutoCloseable {

    private static final int AT_ONCE = 2;

    private final DataSource database;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, work -> new Thread(work, "planning"));
    private Future<Boolean> last = CompletableFuture.completedFuture(true);

    ChunksInOrder(DataSource database) {
        this.database = database;
    }

    /** What is done in the chunk's transaction; it must take no lock that the chunk before could want. */
    @FunctionalInterface
    interface Making {
        void run(Connection connection) throws SQLException;
    }

    /** What is done when the chunk before is committed; false when the batch is no longer being planned: it is rolled back. */
    @FunctionalInterface
    interface Turn {
        boolean run(Connection connection) throws SQLException;
    }

    void submit(Making making, Turn turn) {
        Future<Boolean> before = last;
        last = threads.submit(() -> {
            if (before.isDone() && !await(before)) {
                return false;
            }
            return Transactions.run(database, connection -> {
                making.run(connection);
                boolean wanted = await(before) && turn.run(connection);
                if (!wanted) {
                    connection.rollback();
                }
                return wanted;
            });
        });
    }

    /**
     * Waits for the last chunk, and so for all.
     *
     * @return false when the batch was no longer being planned
     */
    boolean await() throws SQLException {
        return await(last);
    }

    private static boolean await(Future<Boolean> chunk) throws SQLException {
        try {
            return chunk.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a batch was planned", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new IllegalStateException("a chunk could not be planned", e.getCause());
        }
    }

    /** Lets go of the chunks that nobody waits for, and waits until none is being planned any more. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
