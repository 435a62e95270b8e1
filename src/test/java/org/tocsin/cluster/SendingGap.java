package org.tocsin.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * How long sending went on after a moment, and when it went on again.
 *
 * @param stopped from the moment to the last message before the longest silence after it; zero when that was before
 * @param resumed from the moment to the first message after that silence
 */
record SendingGap(Duration stopped, Duration resumed) {

    /**
     * @param messages when each was taken, in any order
     * @throws IllegalArgumentException when nothing was taken after the moment, or nothing before
     */
    static SendingGap after(Instant moment, Collection<Instant> messages) {
        List<Instant> times = messages.stream().sorted().toList();
        Instant last = null;
        Instant first = null;
        for (int i = 1; i < times.size(); i++) {
            Instant from = times.get(i - 1);
            Instant to = times.get(i);
            boolean longest = last == null || Duration.between(from, to).compareTo(Duration.between(last, first)) > 0;
            if (to.isAfter(moment) && longest) {
                last = from;
                first = to;
            }
        }
        if (last == null) {
            throw new IllegalArgumentException("no two messages around " + moment);
        }
        Duration stopped = Duration.between(moment, last);
        return new SendingGap(stopped.isNegative() ? Duration.ZERO : stopped, Duration.between(moment, first));
    }
}
