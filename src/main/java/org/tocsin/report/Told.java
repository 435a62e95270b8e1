package org.tocsin.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * When people were told: for each reached person the moment at which the first message that served them was taken by the next hop.
 * Of a message whose answer was lost it is the beginning of its last attempt. A quantile is the moment of one of them (nearest
 * rank), not a mean of two.
 *
 * @param people whom the times are of: everyone who was reached
 * @param at null when nobody was
 * @param fromDiscovery since the incident's milestone {@code discovered}; null without it
 * @param fromApproval since the approval of the batch that told the person; null without one
 */
record Told(long people, Quantiles<Instant> at, Quantiles<Duration> fromDiscovery, Quantiles<Duration> fromApproval) {

    /** What {@link Quantiles} holds, in its order, as fractions. */
    static final List<Double> FRACTIONS = List.of(0.0, 0.5, 0.9, 0.95, 0.99, 1.0);

    /** Of values in their order: so many of a hundred are not behind this one. */
    record Quantiles<T>(T first, T median, T p90, T p95, T p99, T last) {

        static <T> Quantiles<T> of(List<T> inOrder) {
            return new Quantiles<>(
                    inOrder.get(0), inOrder.get(1), inOrder.get(2), inOrder.get(3), inOrder.get(4), inOrder.get(5));
        }

        <R> Quantiles<R> map(Function<T, R> change) {
            return of(inOrder().stream().map(change).toList());
        }

        List<T> inOrder() {
            return List.of(first, median, p90, p95, p99, last);
        }
    }

    static Told nobody() {
        return new Told(0, null, null, null);
    }

    /** The same, counted from the discovery as well. */
    Told since(Instant discovered) {
        boolean known = at != null && discovered != null;
        return new Told(
                people, at, known ? at.map(moment -> Duration.between(discovered, moment)) : null, fromApproval);
    }
}
