package org.tocsin.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Slows guessing down, per account and per source address, and locks nobody out: the longest wait is 30 seconds, and a
 * source from which an account's holder has come before does not suffer from what others try, on that account or from that
 * source.
 *
 * <p>In memory and per replica, so N replicas let N times as many guesses through; that is still hopeless against 120 bits.
 */
@ApplicationScoped
class LoginThrottle {

    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final int FREE_PER_ACCOUNT = 3;
    private static final int FREE_PER_SOURCE = 10;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
    private static final int MAX_ENTRIES = 10_000;

    /** Failures in a row and when the next try is allowed. */
    private record Failures(int count, Instant nextTryAt) {}

    private final Clock clock;
    private final Cache<String, Failures> failures;
    private final Cache<String, Boolean> knownSources;

    LoginThrottle(Clock clock) {
        this.clock = clock;
        this.failures = Caffeine.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(FORGOTTEN_AFTER)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
        this.knownSources = Caffeine.newBuilder().maximumSize(MAX_ENTRIES).build();
    }

    /**
     * Asks to try a login. A try that is let through counts as failed until {@link #succeeded} is told otherwise, so that
     * many tries at once are no way round.
     *
     * @param source the address that the request comes from
     * @return zero when the try may go on, else how long to wait before the next one
     */
    Duration admit(String username, String source) {
        if (isKnown(username, source)) {
            // Behind a proxy every caller is one source: who came from it before does not wait for others there.
            return admit(pair(username, source), FREE_PER_ACCOUNT);
        }
        Duration wait = waitOf(sourceKey(source));
        if (wait.isZero()) {
            wait = admit(accountKey(username), FREE_PER_ACCOUNT);
        }
        if (wait.isZero()) {
            countFailure(sourceKey(source), FREE_PER_SOURCE);
        }
        return wait;
    }

    private Duration admit(String key, int free) {
        Duration wait = waitOf(key);
        if (wait.isZero()) {
            countFailure(key, free);
        }
        return wait;
    }

    /** Takes back what {@link #admit} counted, and remembers where this account's holder comes from. */
    void succeeded(String username, String source) {
        if (isKnown(username, source)) {
            failures.invalidate(pair(username, source));
            return;
        }
        failures.invalidate(accountKey(username));
        // Only this try: whoever knows one password must not clear the slate for guessing others. And nobody waits
        // for it: it was let through, so nobody had to wait before it either.
        failures.asMap()
                .computeIfPresent(
                        sourceKey(source), (key, counted) -> new Failures(counted.count() - 1, clock.instant()));
        knownSources.put(pair(username, source), true);
    }

    private Duration waitOf(String key) {
        Failures counted = failures.getIfPresent(key);
        if (counted == null) {
            return Duration.ZERO;
        }
        return max(Duration.between(clock.instant(), counted.nextTryAt()), Duration.ZERO);
    }

    private void countFailure(String key, int free) {
        failures.asMap().compute(key, (same, counted) -> after(counted == null ? 1 : counted.count() + 1, free));
    }

    private Failures after(int count, int free) {
        int slowed = count - free;
        Duration wait = slowed < 0 ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(slowed, 5));
        return new Failures(count, clock.instant().plus(min(wait, LONGEST_WAIT)));
    }

    private boolean isKnown(String username, String source) {
        return knownSources.getIfPresent(pair(username, source)) != null;
    }

    /** Names that no account can have count as one: ten thousand of them, each as long as a header, would fill the memory. */
    private static String accountKey(String username) {
        return "account " + (Credentials.couldBeUsername(username) ? username : "of nobody");
    }

    private static String sourceKey(String source) {
        return "source " + source;
    }

    private static String pair(String username, String source) {
        return "known " + username + " " + source;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
