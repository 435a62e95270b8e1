package org.tocsin.dispatch.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tocsin.batch.BatchPolicy.Window;

class LocalHoursTest {

    private static final Window DAY = new Window(LocalTime.of(8, 0), LocalTime.of(20, 0));
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"),
            ZoneId.of("America/New_York"),
            ZoneId.of("America/Los_Angeles"),
            ZoneId.of("Pacific/Honolulu"),
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("Asia/Kolkata"),
            ZoneId.of("Australia/Lord_Howe"), // half an hour of summer time
            ZoneId.of("Pacific/Apia"));

    @Test
    void beforeTheHoursItOpensAtTheirBeginningThere() {
        assertThat(LocalHours.opensAt(DAY, Set.of(ZoneId.of("Europe/Berlin")), Instant.parse("2026-07-01T03:00:00Z")))
                .hasValue(Instant.parse("2026-07-01T06:00:00Z"));
    }

    @Test
    void withinTheHoursItIsOpenAndAtTheirEndItIsNot() {
        Set<ZoneId> berlin = Set.of(ZoneId.of("Europe/Berlin"));
        assertThat(LocalHours.opensAt(DAY, berlin, Instant.parse("2026-07-01T17:59:59Z")))
                .isEmpty();
        assertThat(LocalHours.opensAt(DAY, berlin, Instant.parse("2026-07-01T18:00:00Z")))
                .hasValue(Instant.parse("2026-07-02T06:00:00Z"));
    }

    @Test
    void aNumberOfSeveralZonesIsInsideOnlyWhenItIsInAll() {
        Set<ZoneId> coasts = Set.of(ZoneId.of("America/New_York"), ZoneId.of("America/Los_Angeles"));
        assertThat(LocalHours.opensAt(DAY, coasts, Instant.parse("2026-07-01T13:00:00Z")))
                .hasValue(Instant.parse("2026-07-01T15:00:00Z"));
    }

    @Test
    void hoursThatZonesNeverShareNeverBegin() {
        Window narrow = new Window(LocalTime.of(9, 0), LocalTime.of(10, 0));
        assertThat(LocalHours.opensAt(
                        narrow,
                        Set.of(ZoneId.of("Europe/Berlin"), ZoneId.of("Pacific/Honolulu")),
                        Instant.parse("2026-07-01T13:00:00Z")))
                .hasValue(Instant.MAX);
    }

    @Test
    void hoursThatBeginInTheGapOfSummerTimeBeginBehindIt() {
        Window early = new Window(LocalTime.of(2, 30), LocalTime.of(20, 0));
        assertThat(LocalHours.opensAt(early, Set.of(ZoneId.of("Europe/Berlin")), Instant.parse("2026-03-29T00:00:00Z")))
                .hasValue(Instant.parse("2026-03-29T01:00:00Z"));
    }

    /** Against looking at every minute: around both changes of the clocks, over midnight, in one zone or two. */
    @Property(tries = 300)
    void itOpensAtTheFirstMinuteThatIsInside(
            @ForAll("moments") Instant now,
            @ForAll("zones") ZoneId first,
            @ForAll("zones") ZoneId second,
            @ForAll @IntRange(max = 1439) int from,
            @ForAll @IntRange(max = 1439) int length) {
        Window window =
                new Window(LocalTime.ofSecondOfDay(from * 60L), LocalTime.ofSecondOfDay((from + length) % 1440 * 60L));
        Set<ZoneId> zones =
                Set.copyOf(List.of(first, second).stream().distinct().toList());
        Instant byMinutes = LongStream.rangeClosed(0, 3 * 1440)
                .mapToObj(minute -> now.plus(Duration.ofMinutes(minute)))
                .filter(at -> LocalHours.open(window, zones, at))
                .findFirst()
                .orElse(Instant.MAX);
        Instant opens = LocalHours.opensAt(window, zones, now).orElse(now);
        if (byMinutes.equals(Instant.MAX)) {
            assertThat(opens).isAfter(now.plus(Duration.ofDays(3)));
        } else {
            assertThat(opens).isEqualTo(byMinutes);
        }
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(ZONES);
    }

    /** Whole minutes in the days around the changes to and from summer time, north and south. */
    @Provide
    Arbitrary<Instant> moments() {
        Arbitrary<Instant> days = Arbitraries.of(
                Instant.parse("2026-03-07T00:00:00Z"),
                Instant.parse("2026-03-28T00:00:00Z"),
                Instant.parse("2026-04-04T00:00:00Z"),
                Instant.parse("2026-10-03T00:00:00Z"),
                Instant.parse("2026-10-24T00:00:00Z"),
                Instant.parse("2026-10-31T00:00:00Z"));
        return days.flatMap(
                day -> Arbitraries.integers().between(0, 2 * 1440).map(minute -> day.plus(Duration.ofMinutes(minute))));
    }
}
