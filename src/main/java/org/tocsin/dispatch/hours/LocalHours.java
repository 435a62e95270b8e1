package org.tocsin.dispatch.hours;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tocsin.batch.BatchPolicy.Window;

/** When hours of the day begin that are to hold in several time zones at once. */
final class LocalHours {

    /** How far ahead to look: what does not begin within a week never does. */
    private static final int DAYS = 8;

    private LocalHours() {}

    /**
     * The next moment that is within the hours in every zone; empty when that is now.
     *
     * @return {@link Instant#MAX} when there is no such moment
     */
    static Optional<Instant> opensAt(Window window, Collection<ZoneId> zones, Instant now) {
        if (open(window, zones, now)) {
            return Optional.empty();
        }
        return Optional.of(zones.stream()
                .flatMap(zone -> beginnings(window, zone, now))
                .filter(at -> at.isAfter(now) && open(window, zones, at))
                .min(Instant::compareTo)
                .orElse(Instant.MAX));
    }

    /** Whether the moment is within the hours in every zone: from the first one, to before the second, over midnight if need be. */
    static boolean open(Window window, Collection<ZoneId> zones, Instant at) {
        return zones.stream().allMatch(zone -> {
            LocalTime time = at.atZone(zone).toLocalTime();
            boolean begun = !time.isBefore(window.from());
            boolean notOver = time.isBefore(window.to());
            return window.from().isBefore(window.to()) ? begun && notOver : begun || notOver;
        });
    }

    /** Where the hours can begin: at their first minute, also twice a day or at its gap, and where clocks are put forward or back. */
    private static Stream<Instant> beginnings(Window window, ZoneId zone, Instant now) {
        ZoneRules rules = zone.getRules();
        LocalDate today = now.atZone(zone).toLocalDate();
        Stream<Instant> daily = Stream.iterate(today, day -> day.plusDays(1))
                .limit(DAYS)
                .flatMap(day -> moments(rules, day.atTime(window.from())).stream());
        Instant horizon = now.plus(Duration.ofDays(DAYS));
        Stream<Instant> changes = Stream.iterate(
                        rules.nextTransition(now),
                        change -> change != null && change.getInstant().isBefore(horizon),
                        change -> rules.nextTransition(change.getInstant()))
                .map(ZoneOffsetTransition::getInstant);
        return Stream.concat(daily, changes);
    }

    private static List<Instant> moments(ZoneRules rules, LocalDateTime local) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        return offsets.isEmpty()
                ? List.of(rules.getTransition(local).getInstant())
                : offsets.stream().map(local::toInstant).toList();
    }
}
