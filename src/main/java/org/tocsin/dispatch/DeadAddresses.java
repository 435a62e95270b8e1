package org.tocsin.dispatch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.DeadDelivery;
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
 * Suppresses the addresses of deliveries that failed because nobody is there. The address is the one in the person's sealed
 * record, never one that a bounce names: whoever can write a bounce must not be able to silence somebody else.
 *
 * <p>Every replica does it; to do it twice changes nothing.
 */
@ApplicationScoped
class DeadAddresses {

    private static final Logger LOG = Logger.getLogger(DeadAddresses.class);
    private static final int AT_ONCE = 1_000;

    /** What a replica looks back to when it starts: longer than all of them are ever down. */
    private static final Duration AT_FIRST = Duration.ofDays(7);

    /** Longer than the commit takes that carries a failure's time, and than the replicas' clocks differ. */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private final AgroalDataSource database;
    private final People people;
    private final KeyRing keys;
    private final EvidenceLog evidence;
    private final SuppressionConfig config;
    private final Clock clock;
    private Instant lookedTo;

    DeadAddresses(
            @DataSource("dispatch") AgroalDataSource database,
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

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void suppress() {
        try {
            Instant begun = clock.instant();
            Instant from = lookedTo.minus(OVERLAP);
            List<DeadDelivery> dead;
            do {
                Instant first = from;
                dead = Transactions.run(database, connection -> suppress(connection, first));
                if (!dead.isEmpty()) {
                    Instant last = dead.get(dead.size() - 1).failedAt();
                    // A thousand of one moment would be looked at for ever.
                    from = last.equals(from) ? last.plusNanos(1_000) : last;
                }
            } while (dead.size() == AT_ONCE);
            lookedTo = begun;
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("Dead addresses wait: %s", e.getClass().getName());
            LOG.debug("dead addresses", e);
        }
    }

    private List<DeadDelivery> suppress(Connection connection, Instant from) throws SQLException {
        List<DeadDelivery> dead = DeadDelivery.since(connection, from, AT_ONCE);
        int added = 0;
        Map<UUID, List<DeadDelivery>> bySet = dead.stream().collect(Collectors.groupingBy(DeadDelivery::recordSetId));
        for (Map.Entry<UUID, List<DeadDelivery>> set : bySet.entrySet()) {
            List<Long> positions =
                    set.getValue().stream().map(DeadDelivery::position).toList();
            Map<Long, Person> opened = people.open(connection, set.getKey(), positions);
            for (DeadDelivery one : set.getValue()) {
                added += add(connection, one, opened.get(one.position())) ? 1 : 0;
            }
        }
        if (added > 0) {
            evidence.append(
                    connection,
                    new Act(null, "system", Action.SUPPRESSION_ADDED, "suppressions", Map.of("dead", added)));
        }
        return dead;
    }

    private boolean add(Connection connection, DeadDelivery one, Person person) throws SQLException {
        String address = person == null || !person.customerRef().equals(one.customerRef())
                ? null
                : one.channel() == ChannelKind.EMAIL ? person.email() : person.phone();
        if (address == null) {
            return false;
        }
        SuppressedAddress suppressed = SuppressedAddress.of(keys, one.channel(), address);
        Instant now = clock.instant();
        return Suppressions.addAfterFailure(
                connection,
                new Suppression(
                        Ids.next(),
                        one.channel(),
                        suppressed.masked(),
                        one.optedOut() ? SuppressionReason.OPTED_OUT : SuppressionReason.ADDRESS_DEAD,
                        Suppression.Source.DELIVERY,
                        one.deliveryId(),
                        null,
                        "system",
                        now,
                        one.optedOut() ? null : one.failedAt().plus(config.deadFor())),
                suppressed.digest(),
                one.failedAt());
    }
}
