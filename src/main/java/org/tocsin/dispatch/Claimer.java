package org.tocsin.dispatch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Readiness;
import org.tocsin.contact.ContactDigests;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.Claims;
import org.tocsin.dispatch.pace.DomainPace;
import org.tocsin.dispatch.pace.Pace;
import org.tocsin.dispatch.seal.BatchInHand;
import org.tocsin.dispatch.seal.IntactSeals;
import org.tocsin.platform.database.Transactions;

/**
 * Claims work for a lane: the batch's seal first, then the pace of batch and provider, then due deliveries, the people they are
 * for, and the turn of each at its recipient's domain.
 */
@ApplicationScoped
class Claimer {

    private final AgroalDataSource database;
    private final IntactSeals seals;
    private final People people;
    private final ContactDigests digests;
    private final Pace pace;
    private final QueueHeads heads = new QueueHeads();
    private final Clock clock;

    Claimer(
            @DataSource("dispatch") AgroalDataSource database,
            IntactSeals seals,
            People people,
            ContactDigests digests,
            Clock clock) {
        this.database = database;
        this.seals = seals;
        this.people = people;
        this.digests = digests;
        this.pace = new Pace(database);
        this.clock = clock;
    }

    /**
     * What one claim came to.
     *
     * @param works what may be sent now
     * @param moved whether anything in the queue was moved at all; if so, there may be more
     */
    record Result(List<DeliverOne.Work> works, boolean moved) {

        static final Result NOTHING = new Result(List.of(), false);
    }

    /**
     * Claims deliveries of a batch over one channel for this worker; none when the seal does not hold. To be called by one
     * thread.
     *
     * @param limit how many at most
     */
    Result claim(UUID worker, UUID batchId, ChannelKind channel, Readiness readiness, int limit) throws SQLException {
        Optional<BatchInHand> sealed = seals.find(batchId);
        if (sealed.isEmpty()) {
            return Result.NOTHING;
        }
        List<Pace.Limit> limits = limits(sealed.get(), channel, readiness);
        int allowed = pace.take(limits, limit);
        if (allowed == 0) {
            return Result.NOTHING;
        }
        Instant now = clock.instant();
        Instant head = heads.of(batchId, channel, now);
        // One transaction: when the people cannot be opened, nothing stays claimed.
        Result result = Transactions.run(database, connection -> {
            List<Claimed> claimed = Claims.take(connection, worker, batchId, channel, allowed, head, now);
            heads.claimed(batchId, channel, head, claimed.size() < allowed ? null : last(claimed), now);
            List<DeliverOne.Work> works = withPeople(connection, sealed.get(), claimed);
            return new Result(inTurn(connection, works, now), !claimed.isEmpty());
        });
        pace.giveBack(limits, allowed - result.works().size());
        return result;
    }

    /** Keeps in mind only the queues of these batches. */
    void watchOnly(Set<UUID> batches) {
        heads.keepOnly(batches);
    }

    /** Charges a provider for what its messages weighed beyond one unit each. */
    void charge(ChannelKind channel, Readiness readiness, int units) {
        readiness.perSecond().ifPresent(rate -> pace.charge(Pace.Limit.of(channel, readiness.provider(), rate), units));
    }

    private static List<Pace.Limit> limits(BatchInHand inHand, ChannelKind channel, Readiness readiness) {
        List<Pace.Limit> limits = new ArrayList<>();
        Integer ofBatch = inHand.batch().policy.maxPerSecond();
        if (ofBatch != null) {
            limits.add(Pace.Limit.of(inHand.batch().id, ofBatch));
        }
        readiness.perSecond().ifPresent(rate -> limits.add(Pace.Limit.of(channel, readiness.provider(), rate)));
        return limits;
    }

    private static Instant last(List<Claimed> claimed) {
        return claimed.stream().map(Claimed::dueAt).max(Instant::compareTo).orElseThrow();
    }

    private List<DeliverOne.Work> withPeople(Connection connection, BatchInHand inHand, List<Claimed> claimed)
            throws SQLException {
        if (claimed.isEmpty()) {
            return List.of();
        }
        List<Long> positions = claimed.stream().map(Claimed::position).toList();
        Map<Long, Person> opened = people.open(connection, inHand.batch().recordSetId, positions);
        return claimed.stream()
                .map(one -> work(one, inHand, person(opened, one)))
                .toList();
    }

    /** The person at the claimed position, unless the row is another customer's than the one who was planned. */
    private static Person person(Map<Long, Person> opened, Claimed claimed) {
        Person person = opened.get(claimed.position());
        return person != null && person.customerRef().equals(claimed.customerRef()) ? person : null;
    }

    private DeliverOne.Work work(Claimed claimed, BatchInHand inHand, Person person) {
        boolean toMailbox = claimed.channel() == ChannelKind.EMAIL && person != null && person.email() != null;
        return new DeliverOne.Work(claimed, inHand, person, toMailbox ? digests.ofDomain(person.email()) : null);
    }

    /** Puts back what its recipient's domain does not take yet, and gives the rest. */
    private static List<DeliverOne.Work> inTurn(Connection connection, List<DeliverOne.Work> works, Instant now)
            throws SQLException {
        List<DeliverOne.Work> toMailboxes =
                works.stream().filter(work -> work.domain() != null).toList();
        if (toMailboxes.isEmpty()) {
            return works;
        }
        List<DomainPace.Asking> asking = toMailboxes.stream()
                .map(work -> new DomainPace.Asking(
                        work.domain(),
                        work.claimed().turnGivenAt(),
                        work.claimed().dueAt()))
                .toList();
        List<DomainPace.Turn> turns = DomainPace.turns(connection, asking, now);
        Map<UUID, Instant> given = new HashMap<>();
        Map<UUID, Instant> later = new HashMap<>();
        for (int i = 0; i < turns.size(); i++) {
            DomainPace.Turn turn = turns.get(i);
            if (turn.at().isAfter(now)) {
                (turn.given() ? given : later).put(toMailboxes.get(i).claimed().deliveryId(), turn.at());
            }
        }
        Claims.postpone(connection, given, true, now);
        Claims.postpone(connection, later, false, now);
        return works.stream()
                .filter(work -> !given.containsKey(work.claimed().deliveryId())
                        && !later.containsKey(work.claimed().deliveryId()))
                .toList();
    }
}
