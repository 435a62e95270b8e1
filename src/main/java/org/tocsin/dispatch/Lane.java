package org.tocsin.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.tocsin.channel.MessageChannel;
import org.tocsin.delivery.Outcome;

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
    private final BlockingQueue<DeliverOne.Work> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger inHand = new AtomicInteger();
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean stopping;

    Lane(MessageChannel channel, boolean drill, DeliverOne deliverOne, GroupCommit commit, Runnable hungry) {
        this.channel = channel;
        this.drill = drill;
        this.deliverOne = deliverOne;
        this.commit = commit;
        this.hungry = hungry;
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
            Thread sender = new Thread(this::sendUntilStopped, name + i);
            sender.start();
            senders.add(sender);
        }
    }

    /** How many more deliveries to claim: none until half of what is in hand is done, so that claims are worth their commit. */
    int room() {
        int capacity = 2 * channel.concurrency();
        int free = capacity - inHand.get();
        return stopping || free < channel.concurrency() ? 0 : free;
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

    private void sendUntilStopped() {
        Outcome last = null;
        try {
            while (!stopping || !waiting.isEmpty()) {
                DeliverOne.Work work = last == null ? waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS) : waiting.poll();
                if (work != null) {
                    last = deliverOne.run(work, last);
                    if (inHand.decrementAndGet() <= channel.concurrency()) {
                        hungry.run();
                    }
                } else if (last != null) {
                    commit.settle(last);
                    last = null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (last != null) {
                commit.settle(last);
            }
        }
    }
}
