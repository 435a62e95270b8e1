package org.tocsin.affected.intake;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Merges one chunk while the next is being read and encrypted. At most two chunks are in memory: who submits waits for the one
 * before.
 */
final class BackgroundMerge implements AutoCloseable {

    private final ChunkMerge merge;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "intake-merge"));
    private Future<?> running = CompletableFuture.completedFuture(null);

    BackgroundMerge(ChunkMerge merge) {
        this.merge = merge;
    }

    /**
     * Begins to merge a chunk as soon as the one before is done.
     *
     * @throws SQLException when the one before failed
     */
    void submit(Chunk chunk) throws SQLException {
        await();
        running = thread.submit(() -> {
            merge.merge(chunk);
            return null;
        });
    }

    /** Waits until every chunk is merged. */
    void await() throws SQLException {
        try {
            running.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new IllegalStateException("a chunk could not be merged", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a chunk was merged", e);
        }
    }

    /** Waits for the chunk that is being merged, so that its connection is free. */
    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = thread.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
