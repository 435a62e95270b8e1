package org.tocsin.dispatch;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.tocsin.delivery.Outcome;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.evidence.TestEvidence;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.TestKeys;

/** A replica's writer at work on a real PostgreSQL that fails when a test wants it to. */
final class Writer implements AutoCloseable {

    static final Clock CLOCK = Clock.fixed(QueuedBatch.NOW, ZoneOffset.UTC);

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger commits = new AtomicInteger();
    private final GroupCommit commit;
    private final Thread thread;

    /** @param written told of each outcome, as the dispatcher is */
    Writer(MigratedDatabase postgres, QueuedBatch queue, Consumer<Outcome> written) {
        commit = new GroupCommit(
                failing(postgres.database()),
                queue.worker(),
                TestEvidence.log(new TestKeys("right"), CLOCK),
                written,
                () -> 1,
                CLOCK);
        thread = new Thread(commit, "writer");
        thread.setUncaughtExceptionHandler((ended, cause) -> {}); // that it ends is what a test looks at
    }

    private DataSource failing(DataSource database) {
        return (DataSource) Proxy.newProxyInstance(
                Writer.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Throwable failure = failures.poll();
                    if (failure != null) {
                        throw failure;
                    }
                    commits.incrementAndGet();
                    return method.invoke(database, arguments);
                });
    }

    /** Lets its next look at the database end so. */
    Writer failOnce(Throwable failure) {
        failures.add(failure);
        return this;
    }

    /** Begins to write; what was handed over before is one group. */
    Writer start() {
        thread.start();
        return this;
    }

    GroupCommit commit() {
        return commit;
    }

    /** How often it has turned to the database. */
    int commits() {
        return commits.get();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() throws InterruptedException {
        commit.stop(Duration.ofSeconds(10));
        thread.join();
    }
}
