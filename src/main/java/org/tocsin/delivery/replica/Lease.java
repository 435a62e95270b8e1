package org.tocsin.delivery.replica;

import java.time.Duration;

/**
 * For how long a replica keeps its claims without a sign of life.
 *
 * @param heartbeat how often it gives one
 * @param length after how long a silence another replica may take over; longer than {@code heartbeat}
 */
public record Lease(Duration heartbeat, Duration length) {

    /** @throws IllegalArgumentException when the lease would run out between two heartbeats */
    public Lease {
        if (heartbeat.compareTo(length) >= 0) {
            throw new IllegalArgumentException(
                    "The lease (" + length + ") must be longer than the heartbeat (" + heartbeat + ")");
        }
    }

    /**
     * How long a silence is taken for an outage of the database rather than for a slow heartbeat. Short enough that whoever
     * was silent for less can still renew in time; never shorter than a heartbeat.
     */
    Duration outage() {
        return heartbeat.plus(length.minus(heartbeat).dividedBy(3));
    }
}
