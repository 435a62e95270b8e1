package org.tocsin.report;

import java.util.Map;

/**
 * People by what became of them.
 *
 * @param total the sum of the others
 * @param reachedConfirmed people of whom a receipt says so
 * @param reachedUnconfirmed people whose notice the next hop took
 */
record People(
        long total,
        long outstanding,
        long reachedConfirmed,
        long reachedUnconfirmed,
        long unreached,
        long excluded,
        long withdrawn) {

    /** From counts under the names that the SQL function {@code tally_name} gives. */
    static People of(Map<String, Long> byName) {
        return new People(
                byName.values().stream().mapToLong(Long::longValue).sum(),
                byName.getOrDefault("OUTSTANDING", 0L),
                byName.getOrDefault("REACHED_CONFIRMED", 0L),
                byName.getOrDefault("REACHED_UNCONFIRMED", 0L),
                byName.getOrDefault("UNREACHED", 0L),
                byName.getOrDefault("EXCLUDED", 0L),
                byName.getOrDefault("WITHDRAWN", 0L));
    }
}
