package org.tocsin.dispatch.suppression;

import io.quarkus.agroal.DataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.feedback.SuppressingDelivery;
import org.tocsin.delivery.suppression.SuppressedAddress;
import org.tocsin.delivery.suppression.Suppression;
import org.tocsin.delivery.suppression.SuppressionReason;
import org.tocsin.delivery.suppression.Suppressions;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Ids;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRing;

/**
 * Suppresses the addresses of deliveries that failed because nobody is there or wants them, or were complained of. The address is
 * the one in the person's sealed record, never one that a mail names: whoever can write a bounce or a complaint must not be able
 * to silence somebody else.
 *
 * <p>Every replica does it; to do it twice changes nothing.
 */
@ApplicationScoped
class FollowingSuppressions {

    private static final Logger LOG = Logger.getLogger(FollowingSuppressions.class);
    private static final int AT_ONCE = 1_000;

    /** What a replica looks back to when it starts: longer than all of them are ever down. */
    private static final Duration AT_FIRST = Duration.ofDays(7);

    /** Longer than the commit takes that carries such a time, and than the replicas' clocks differ. */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private final javax.sql.DataSource database;
    private final People people;
    private final KeyRing keys;
    private final EvidenceLog evidence;
    private final SuppressionConfig config;
    private final Clock clock;

    /** Looks overlap: what is found again is not opened again. */
    private final Set<SuppressingDelivery> lookedAt = new HashSet<>();

    private Instant lookedTo;

    FollowingSuppressions(
            @DataSource("dispatch") javax.sql.DataSource database,
            People people,
            KeyRing keys,
            EvidenceLog evidence,
            SuppressionConfig config,
            Clock clock) {
        this.database = database;
        this.people = people;
        this.keys = keys;
        this.evidence = evidence;
        this.config = config;
        this.clock = clock;
        this.lookedTo = clock.instant().minus(AT_FIRST);
    }

    @Scheduled(every = "${tocsin.suppression.every:PT5S}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void suppress() {
        try {
            Instant begun = clock.instant();
            Instant from = lookedTo.minus(OVERLAP);
            List<SuppressingDelivery> found;
            do {
                Instant first = from;
                found = Transactions.run(database, connection -> suppress(connection, first));
                lookedAt.addAll(found);
                if (!found.isEmpty()) {
                    Instant last = found.get(found.size() - 1).at();
                    // A thousand of one moment would be looked at for ever.
                    from = last.equals(from) ? last.plusNanos(1_000) : last;
                }
                Instant nextLook = begun.minus(OVERLAP);
                forgetBefore(from.isBefore(nextLook) ? from : nextLook);
            } while (found.size() == AT_ONCE);
            lookedTo = begun;
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("Suppressions wait: %s", e.getClass().getName());
            LOG.debug("suppressions", e);
        }
    }

    private void forgetBefore(Instant next) {
        lookedAt.removeIf(one -> one.at().isBefore(next));
    }

    private List<SuppressingDelivery> suppress(Connection connection, Instant from) throws SQLException {
        List<SuppressingDelivery> found = SuppressingDelivery.since(connection, from, AT_ONCE);
        Map<String, Integer> added = new TreeMap<>();
        List<List<SuppressingDelivery>> read = new ArrayList<>();
        Map<UUID, List<SuppressingDelivery>> bySet = found.stream()
                .filter(one -> !lookedAt.contains(one))
                .collect(Collectors.groupingBy(SuppressingDelivery::recordSetId));
        for (Map.Entry<UUID, List<SuppressingDelivery>> set : bySet.entrySet()) {
            List<Long> positions =
                    set.getValue().stream().map(SuppressingDelivery::position).toList();
            Map<Long, Person> opened = people.open(connection, set.getKey(), positions);
            if (!opened.isEmpty()) { // of a set that was purged nobody is
                read.add(set.getValue());
            }
            for (SuppressingDelivery one : set.getValue()) {
                if (add(connection, one, opened.get(one.position()))) {
                    added.merge(one.reason().name(), 1, Integer::sum);
                }
            }
        }
        for (List<SuppressingDelivery> ofOneSet : read) {
            tellThatPeopleWereRead(connection, ofOneSet);
        }
        if (!added.isEmpty()) {
            evidence.append(connection, new Act(null, Act.SYSTEM, Action.SUPPRESSION_ADDED, "suppressions", added));
        }
        return found;
    }

    /** Every read of personal data is in the evidence; this one, once for all people of a set. */
    private void tellThatPeopleWereRead(Connection connection, List<SuppressingDelivery> ofOneSet) throws SQLException {
        evidence.append(
                connection,
                new Act(
                        ofOneSet.get(0).incidentId(),
                        Act.SYSTEM,
                        Action.RECORD_SET_READ,
                        "record-set:" + ofOneSet.get(0).recordSetId(),
                        Map.of("deliveries", ofOneSet.size(), "for", "addresses to suppress")));
    }

    private boolean add(Connection connection, SuppressingDelivery one, Person person) throws SQLException {
        String address = person == null || !person.customerRef().equals(one.customerRef())
                ? null
                : one.channel() == ChannelKind.EMAIL ? person.email() : person.phone();
        if (address == null) {
            return false;
        }
        SuppressedAddress suppressed = SuppressedAddress.of(keys, one.channel(), address);
        return Suppressions.addUnlessLifted(
                connection,
                new Suppression(
                        Ids.next(),
                        one.channel(),
                        suppressed.masked(),
                        one.reason(),
                        one.reason() == SuppressionReason.COMPLAINT
                                ? Suppression.Source.RECIPIENT
                                : Suppression.Source.DELIVERY,
                        one.deliveryId(),
                        null,
                        Act.SYSTEM,
                        clock.instant(),
                        one.reason() == SuppressionReason.ADDRESS_DEAD
                                ? one.at().plus(config.deadFor())
                                : null),
                suppressed.digest(),
                one.at());
    }
}
