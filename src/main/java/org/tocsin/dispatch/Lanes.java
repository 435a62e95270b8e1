package org.tocsin.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All lanes of this replica. */
final class Lanes implements Iterable<Lane> {

    private final List<Lane> lanes;

    Lanes(List<Lane> lanes) {
        this.lanes = List.copyOf(lanes);
    }

    void start() {
        lanes.forEach(Lane::start);
    }

    /** Ends the senders behind the message that each has in hand, and returns what was claimed and not begun. */
    List<DeliverOne.Work> stop() {
        List<DeliverOne.Work> notBegun = new ArrayList<>();
        lanes.forEach(lane -> notBegun.addAll(lane.stop()));
        return notBegun;
    }

    /** Waits for the senders of all, together no longer than this; false when some are still at it. */
    boolean join(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        boolean ended = true;
        for (Lane lane : lanes) {
            ended &= lane.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
        return ended;
    }

    /** How many senders have a message in hand. */
    int sendersAtWork() {
        int atWork = 0;
        for (Lane lane : lanes) {
            atWork += lane.sendersAtWork();
        }
        return atWork;
    }

    @Override
    public Iterator<Lane> iterator() {
        return lanes.iterator();
    }
}
