package org.tocsin.dispatch;

import java.time.Clock;
import org.jboss.logging.Logger;
import org.tocsin.delivery.Outcome;

/**
 * One sender of a lane: message after message, over one connection at a time.
 *
 * <p>It is never idle while its intent is being committed: it makes its next message then. So the next intent is ready when the
 * answer to this message comes, and rides in the same commit as this one's outcome.
 */
final class Sender implements Runnable {

    private static final Logger LOG = Logger.getLogger(Sender.class);

    private final Lane lane;
    private final DeliverOne deliverOne;
    private final GroupCommit commit;
    private final Clock clock;
    private Outcome last; // not yet handed over to be written
    private DeliverOne.Prepared next;

    Sender(Lane lane, DeliverOne deliverOne, GroupCommit commit, Clock clock) {
        this.lane = lane;
        this.deliverOne = deliverOne;
        this.commit = commit;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            while (!lane.stopping()) {
                DeliverOne.Prepared prepared = prepared();
                if (prepared != null) {
                    DeliverOne.Done done = run(prepared);
                    last = done.outcome();
                    lane.done(done);
                } else {
                    settleLast();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            settleLast();
            if (next != null) {
                commit.settle(OutcomeRules.notBegun(next.work().claimed(), clock.instant()));
            }
        }
    }

    private DeliverOne.Prepared prepared() throws InterruptedException {
        if (next == null) {
            DeliverOne.Work work = last == null ? lane.next() : lane.nextAtOnce(false);
            return work == null ? null : prepare(work);
        }
        DeliverOne.Prepared prepared = next;
        next = null;
        return prepared;
    }

    private void prepareNext() {
        DeliverOne.Work work = next == null ? lane.nextAtOnce(true) : null;
        if (work != null) {
            next = prepare(work);
        }
    }

    /** Null when it cannot be made now, which is noted. */
    private DeliverOne.Prepared prepare(DeliverOne.Work work) {
        try {
            return deliverOne.prepare(work);
        } catch (RuntimeException | Error e) {
            // The last line of defence before anything has left: a virtual machine out of memory now may have some
            // later.
            LOG.errorf(
                    "Delivery %s broke its sender: %s",
                    work.claimed().deliveryId(), e.getClass().getName());
            Outcome later = OutcomeRules.notMade(work.claimed(), clock.instant());
            commit.settle(later);
            lane.done(new DeliverOne.Done(later, 0));
            return null;
        }
    }

    private DeliverOne.Done run(DeliverOne.Prepared prepared) {
        try {
            return deliverOne.run(prepared, last, this::prepareNext);
        } catch (RuntimeException | Error e) {
            // The last line of defence of a sender, whose end nobody would notice. Its last outcome may be written
            // already;
            // twice does no harm.
            LOG.errorf(
                    "Delivery %s broke its sender: %s",
                    prepared.work().claimed().deliveryId(), e.getClass().getName());
            settleLast();
            return new DeliverOne.Done(OutcomeRules.broken(prepared.work().claimed(), clock.instant()), 0);
        }
    }

    private void settleLast() {
        if (last != null) {
            commit.settle(last);
            last = null;
        }
    }
}
