package org.tocsin.webhook;

import java.time.Duration;

/**
 * What became of a request.
 *
 * @param failure why it failed, without anything that the receiver has said; null: it was taken
 * @param gone the receiver wants nothing more
 * @param retryAfter the wait that it asks for, or zero
 */
record Answer(String failure, boolean gone, Duration retryAfter) {

    private static final int GONE = 410;

    static Answer ofStatus(int status, Duration retryAfter) {
        boolean taken = status >= 200 && status < 300;
        return new Answer(taken ? null : "HTTP " + status, status == GONE, retryAfter);
    }

    /** There was none. */
    static Answer none(String failure) {
        return new Answer(failure, false, Duration.ZERO);
    }

    boolean taken() {
        return failure == null;
    }
}
