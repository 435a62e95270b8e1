package org.tocsin.dispatch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.tocsin.delivery.Intent;
import org.tocsin.delivery.Intents;
import org.tocsin.delivery.Outcome;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.database.Transactions;

/**
 * Commits the intents and outcomes of all senders of this replica together. One thread writes; while it waits for the disk, the
 * next group gathers. So a durable commit is shared by as many messages as are under way, and each sender's last outcome and
 * next intent ride in the same one.
 *
 * <p>When the database cannot be reached, intents are refused (nothing is sent that would not be on record) and outcomes are
 * kept here and written first when it is back.
 */
final class GroupCommit implements Runnable {

    private static final Logger LOG = Logger.getLogger(GroupCommit.class);
    private static final int LARGEST_GROUP = 256;
    private static final long PATIENCE_MILLIS = 500;

    /** A commit costs as much as some ten messages in it, so that a little waiting for more of them is soon earned back. */
    private static final long GATHER_NANOS = TimeUnit.MICROSECONDS.toNanos(1_500);

    private static final long GATHER_STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /** One sender's request; either part may be missing, not both. */
    private record Entry(Outcome outcome, Intent intent, CompletableFuture<Boolean> granted) {}

    /** What one commit has written: the attempts that it ended, and the deliveries that may be sent. */
    private record Written(List<String> ended, Set<UUID> begun) {}

    private final DataSource database;
    private final UUID worker;
    private final Consumer<Outcome> written;
    private final IntSupplier senders;
    private final Clock clock;
    private final BlockingQueue<Entry> requests = new LinkedBlockingQueue<>();
    private final Deque<Outcome> unwritten = new ArrayDeque<>();
    private final OutcomePages pages;
    private volatile boolean stopping;
    private volatile long giveUpNanos;
    private volatile boolean ended;

    /**
     * @param written told of every outcome once it is durable
     * @param senders how many have a message in hand at this moment
     */
    GroupCommit(
            DataSource database,
            UUID worker,
            EvidenceLog evidence,
            Consumer<Outcome> written,
            IntSupplier senders,
            Clock clock) {
        this.database = database;
        this.worker = worker;
        this.pages = new OutcomePages(database, worker, evidence);
        this.written = written;
        this.senders = senders;
        this.clock = clock;
    }

    /** Writes an outcome soon; does not wait. */
    void settle(Outcome outcome) {
        requests.add(new Entry(outcome, null, new CompletableFuture<>()));
    }

    /**
     * Writes the sender's last outcome, if there is one, and its next intent.
     *
     * @return completes with whether the intent is durable and the message may be sent
     */
    CompletableFuture<Boolean> settleAndIntend(Outcome last, Intent next) {
        CompletableFuture<Boolean> granted = new CompletableFuture<>();
        requests.add(new Entry(last, next, granted));
        if (ended) {
            granted.complete(false);
        }
        return granted;
    }

    /** Ends {@link #run} once everything handed over has been written, or could not be for so long. */
    void stop(Duration patience) {
        giveUpNanos = System.nanoTime() + patience.toNanos();
        stopping = true;
    }

    @Override
    public void run() {
        try {
            while (!stopping || !requests.isEmpty() || !unwritten.isEmpty() && System.nanoTime() < giveUpNanos) {
                List<Entry> group = gather();
                if (!group.isEmpty() || !unwritten.isEmpty()) {
                    commit(group);
                }
                pages.closeWhenDue(false);
            }
            pages.closeWhenDue(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true; // whatever ended it: a sender that waits would wait for ever
            requests.forEach(entry -> entry.granted().complete(false));
            if (!unwritten.isEmpty()) {
                // They are not lost: their intents are on record, and the next replica finds them as UNKNOWN.
                LOG.errorf("Stopped with %d outcomes that the database did not take", unwritten.size());
            }
        }
    }

    /**
     * Takes what is there, and waits a moment until half of those who send have asked: while this half is being committed the
     * other half is at its servers, and the two take turns. One sender alone never waits.
     */
    private List<Entry> gather() throws InterruptedException {
        List<Entry> group = new ArrayList<>();
        Entry first = requests.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            group.add(first);
            requests.drainTo(group, LARGEST_GROUP - 1);
            long until = System.nanoTime() + GATHER_NANOS;
            while (group.size() < Math.min(senders.getAsInt() / 2, LARGEST_GROUP) && System.nanoTime() < until) {
                LockSupport.parkNanos(
                        GATHER_STEP_NANOS); // and not for the next request: it would wake this thread for each
                requests.drainTo(group, LARGEST_GROUP - group.size());
            }
        }
        return group;
    }

    private void commit(List<Entry> group) {
        List<Outcome> outcomes = new ArrayList<>(unwritten);
        List<Intent> intents = new ArrayList<>();
        for (Entry entry : group) {
            if (entry.outcome() != null) {
                outcomes.add(entry.outcome());
            }
            if (entry.intent() != null) {
                intents.add(entry.intent());
            }
        }
        // Deliveries are locked in one order by everyone, or an exclusion and an intent could wait for each other.
        outcomes.sort(Comparator.comparing(Outcome::deliveryId));
        intents.sort(Comparator.comparing(Intent::deliveryId));
        Set<UUID> begun = Set.of();
        try {
            Written done = Transactions.run(database, connection -> write(connection, outcomes, intents));
            begun = done.begun();
            unwritten.clear();
            pages.add(done.ended());
            outcomes.forEach(written);
        } catch (SQLException | RuntimeException e) {
            unwritten.clear();
            unwritten.addAll(outcomes);
            pages.leave();
            LOG.warnf("%d outcomes wait for the database (%s)", outcomes.size(), name(e));
        } finally {
            for (Entry entry : group) {
                entry.granted()
                        .complete(entry.intent() != null
                                && begun.contains(entry.intent().deliveryId()));
            }
        }
    }

    private Written write(Connection connection, List<Outcome> outcomes, List<Intent> intents) throws SQLException {
        List<String> ended = outcomes.isEmpty() ? List.of() : pages.record(connection, outcomes, clock.instant());
        return new Written(
                ended, intents.isEmpty() ? Set.of() : Intents.begin(connection, worker, intents, clock.instant()));
    }

    /** What an exception may be called in a log: not its message, which may quote a row. */
    static String name(Exception e) {
        return e instanceof SQLException sql
                ? "SQL state " + sql.getSQLState()
                : e.getClass().getName();
    }
}
