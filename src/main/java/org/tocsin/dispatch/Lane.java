package org.tocsin.dispatch;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.Readiness;
import org.tocsin.dispatch.pace.Appetite;

/**
 * The senders of one channel on this replica. Bounded: no more is claimed than they can take up soon, so that a replica that
 * dies leaves little behind and a pause has little to wait for.
 */
final class Lane {

    private static final long IDLE_MILLIS = 200;

    private final MessageChannel channel;
    private final boolean drill;
    private final DeliverOne deliverOne;
    private final GroupCommit commit;
    private final Runnable hungry;
    private final Clock clock;
    private final BlockingQueue<DeliverOne.Work> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger inHand = new AtomicInteger();
    private final AtomicInteger excess = new AtomicInteger();
    private final Appetite appetite;
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean stopping;

    Lane(
            MessageChannel channel,
            boolean drill,
            DeliverOne deliverOne,
            GroupCommit commit,
            Runnable hungry,
            Clock clock) {
        this.channel = channel;
        this.drill = drill;
        this.deliverOne = deliverOne;
        this.commit = commit;
        this.hungry = hungry;
        this.clock = clock;
        this.appetite = new Appetite(channel.concurrency(), System.nanoTime());
    }

    MessageChannel channel() {
        return channel;
    }

    boolean drill() {
        return drill;
    }

    void start() {
        String name = "send-" + channel.kind().name().toLowerCase(Locale.ROOT) + (drill ? "-drill-" : "-");
        for (int i = 1; i <= channel.concurrency(); i++) {
            senders.add(new Thread(new Sender(this, deliverOne, commit, clock), name + i));
        }
        senders.forEach(Thread::start);
    }

    /**
     * How many more deliveries to claim, for a channel that takes so many at once: none until half of what may wait is done, so
     * that claims are worth their commit.
     */
    int room(Readiness readiness) {
        int perSender = appetite.perSender(System.nanoTime());
        int capacity = readiness.messages() == 1 ? 1 : perSender * readiness.messages();
        int free = capacity - inHand.get();
        return stopping || free < (capacity + 1) / 2 ? 0 : free;
    }

    int sendersAtWork() {
        return Math.min(inHand.get(), senders.size());
    }

    /** What has been handed over beyond one unit a message since the last call, in the units of the provider's pace. */
    int takeExcess() {
        return excess.getAndSet(0);
    }

    void take(List<DeliverOne.Work> works) {
        inHand.addAndGet(works.size());
        waiting.addAll(works);
    }

    /** Ends the senders behind the message that each has in hand, and returns what was claimed and not begun. */
    List<DeliverOne.Work> stop() {
        stopping = true;
        List<DeliverOne.Work> notBegun = new ArrayList<>();
        waiting.drainTo(notBegun);
        return notBegun;
    }

    /** Waits for the senders; false when some are still at it. */
    boolean join(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Thread sender : senders) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            sender.join(Math.max(1, left));
        }
        return senders.stream().noneMatch(Thread::isAlive);
    }

    /**
     * The next delivery for a sender that has nothing else to do, waiting for it a little.
     *
     * @return null when there is none yet
     */
    DeliverOne.Work next() throws InterruptedException {
        return waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * The next delivery for a sender that still has something to finish.
     *
     * @return null when there is none, and for a sender that is at one still when there are no more than all could begin now
     */
    DeliverOne.Work nextAtOnce(boolean atOneStill) {
        return atOneStill && waiting.size() <= senders.size() ? null : waiting.poll();
    }

    /** Whether a sender is to end: what is waiting has been taken from it. */
    boolean stopping() {
        return stopping && waiting.isEmpty();
    }

    /** Notes that a delivery has come to its outcome. */
    void done(DeliverOne.Done done) {
        excess.addAndGet(Math.max(0, done.units() - 1));
        appetite.done();
        if (inHand.decrementAndGet() <= appetite.perSender() * channel.concurrency() / 2) {
            hungry.run();
        }
    }
}
