package org.tocsin.report;

import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.tocsin.channel.ChannelKind;
import org.tocsin.report.ModelIncident.Delivery;
import org.tocsin.report.ModelIncident.Notice;

/** The figures of a model, counted one person after the other: what the statements of a report are held against. */
final class ModelFigures {

    private static final Predicate<Notice> REACHED = notice -> notice.outcome().equals("REACHED");
    private static final List<Predicate<Notice>> MOST_FIRST = List.of(
            REACHED.and(Notice::confirmed),
            REACHED,
            notice -> notice.outcome().equals("OUTSTANDING"),
            notice -> notice.outcome().equals("UNREACHED"),
            notice -> notice.outcome().equals("EXCLUDED") && "WRONGLY_LISTED".equals(notice.reason()),
            notice -> notice.outcome().equals("WITHDRAWN"),
            notice -> true);

    private ModelFigures() {}

    static Figures of(List<Notice> notices) {
        List<Notice> deciding = deciding(notices);
        SortedMap<String, SortedMap<String, People>> byRegion = new TreeMap<>();
        by(deciding, notice -> known(ModelIncident.country(notice.person())))
                .forEach((country, theirs) -> byRegion.put(
                        country, people(by(theirs, notice -> known(ModelIncident.region(notice.person()))))));
        return new Figures(
                people(deciding),
                people(by(deciding, notice -> known(ModelIncident.locale(notice.person())))),
                people(by(deciding, notice -> known(ModelIncident.country(notice.person())))),
                byRegion,
                byChannel(notices),
                count(deciding, "UNREACHED", ModelFigures::why),
                count(deciding, "EXCLUDED", Notice::reason),
                failures(notices),
                told(notices));
    }

    static People people(List<Notice> notices) {
        Map<String, Long> counts = new HashMap<>();
        for (Notice notice : deciding(notices)) {
            String name = !REACHED.test(notice)
                    ? notice.outcome()
                    : notice.confirmed() ? "REACHED_CONFIRMED" : "REACHED_UNCONFIRMED";
            counts.merge(name, 1L, Long::sum);
        }
        return People.of(counts);
    }

    private static List<Notice> deciding(List<Notice> notices) {
        List<Notice> deciding = new ArrayList<>();
        by(notices, Notice::ref).values().forEach(ofPerson -> {
            for (Predicate<Notice> rule : MOST_FIRST) {
                List<Notice> fitting = ofPerson.stream().filter(rule).toList();
                if (!fitting.isEmpty()) {
                    deciding.add(fitting.get(fitting.size() - 1));
                    return;
                }
            }
        });
        return deciding;
    }

    private static SortedMap<String, List<Notice>> by(List<Notice> notices, Function<Notice, String> key) {
        return new TreeMap<>(notices.stream().collect(groupingBy(key)));
    }

    private static SortedMap<String, People> people(SortedMap<String, List<Notice>> groups) {
        SortedMap<String, People> people = new TreeMap<>();
        groups.forEach((key, notices) -> people.put(key, people(notices)));
        return people;
    }

    private static SortedMap<ChannelKind, Figures.OverChannel> byChannel(List<Notice> notices) {
        SortedMap<ChannelKind, Figures.OverChannel> channels = new TreeMap<>();
        for (ChannelKind channel : ChannelKind.values()) {
            SortedMap<String, Long> states = new TreeMap<>();
            TreeSet<String> confirmed = new TreeSet<>();
            TreeSet<String> reached = new TreeSet<>();
            for (Notice notice : notices) {
                for (Delivery delivery : notice.deliveries()) {
                    if (delivery.channel() == channel) {
                        states.merge(delivery.state(), 1L, Long::sum);
                        if (delivery.state().equals("DELIVERED")) {
                            confirmed.add(notice.ref());
                        }
                        if (delivery.served()) {
                            reached.add(notice.ref());
                        }
                    }
                }
            }
            channels.put(channel, new Figures.OverChannel(confirmed.size(), reached.size() - confirmed.size(), states));
        }
        return channels;
    }

    private static String why(Notice notice) {
        List<String> parts = notice.deliveries().stream()
                .map(delivery -> delivery.channel() + " " + delivery.reason())
                .toList();
        return String.join("; ", parts);
    }

    private static SortedMap<String, Long> count(List<Notice> notices, String outcome, Function<Notice, String> key) {
        SortedMap<String, Long> counts = new TreeMap<>();
        notices.stream()
                .filter(notice -> notice.outcome().equals(outcome))
                .forEach(notice -> counts.merge(key.apply(notice), 1L, Long::sum));
        return counts;
    }

    private static List<Figures.Failures> failures(List<Notice> notices) {
        Map<List<String>, Long> counts = new HashMap<>();
        for (Notice notice : notices) {
            for (Delivery delivery : notice.deliveries()) {
                if (delivery.state().equals("FAILED")) {
                    boolean refused = delivery.reason().equals("ADDRESS_DEAD");
                    List<String> how = new ArrayList<>();
                    how.add(delivery.channel().name());
                    how.add(delivery.reason());
                    how.add(refused ? "ADDRESS_DEAD" : null);
                    how.add(refused ? "550 5.1.1" : delivery.receiptCode());
                    counts.merge(how, 1L, Long::sum);
                }
            }
        }
        return counts.entrySet().stream()
                .map(entry -> new Figures.Failures(
                        ChannelKind.valueOf(entry.getKey().get(0)),
                        entry.getKey().get(1),
                        entry.getKey().get(2),
                        entry.getKey().get(3),
                        entry.getValue()))
                .sorted(Comparator.comparing(Figures.Failures::channel)
                        .thenComparing(Comparator.comparing(Figures.Failures::deliveries)
                                .reversed())
                        .thenComparing(Figures.Failures::reason))
                .toList();
    }

    private static Told told(List<Notice> notices) {
        List<Instant> moments = new ArrayList<>();
        List<Duration> sinceApproval = new ArrayList<>();
        by(notices.stream().filter(REACHED).toList(), Notice::ref).values().forEach(ofPerson -> {
            Instant first = null;
            Duration since = null;
            for (Notice notice : ofPerson) {
                for (Delivery delivery : notice.deliveries()) {
                    if (delivery.served() && (first == null || delivery.toldAt().isBefore(first))) {
                        first = delivery.toldAt();
                        since = Duration.between(notice.batch().approvedAt(), first);
                    }
                }
            }
            moments.add(first);
            sinceApproval.add(since);
        });
        Told.Quantiles<Instant> at = quantiles(moments);
        return new Told(
                moments.size(),
                at,
                at.map(moment -> Duration.between(ModelIncident.DISCOVERED, moment)),
                quantiles(sinceApproval));
    }

    /** By nearest rank. */
    private static <T extends Comparable<? super T>> Told.Quantiles<T> quantiles(List<T> values) {
        List<T> inOrder = values.stream().sorted().toList();
        List<T> found = new ArrayList<>();
        for (double fraction : new double[] {0, 0.5, 0.9, 0.95, 0.99, 1}) {
            int rank = Math.max(1, (int) Math.ceil(fraction * inOrder.size() - 1e-9));
            found.add(inOrder.get(rank - 1));
        }
        return Told.Quantiles.of(found);
    }

    private static String known(String value) {
        return value == null ? "unknown" : value;
    }
}
