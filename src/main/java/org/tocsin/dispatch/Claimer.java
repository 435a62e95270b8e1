package org.tocsin.dispatch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.approval.Approvals;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchControl;
import org.tocsin.batch.BatchSeal;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.HoldReason;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.Claims;
import org.tocsin.platform.database.Transactions;
import org.tocsin.template.Templates;

/** Claims work for a lane: the batch's seal first, then its pace, then its due deliveries and the people they are for. */
@ApplicationScoped
class Claimer {

    private final AgroalDataSource database;
    private final Approvals approvals;
    private final BatchSeal seal;
    private final BatchControl control;
    private final BatchProgress progress;
    private final Templates templates;
    private final People people;
    private final Pace pace;
    private final Clock clock;

    Claimer(
            @DataSource("dispatch") AgroalDataSource database,
            Approvals approvals,
            BatchSeal seal,
            BatchControl control,
            BatchProgress progress,
            Templates templates,
            People people,
            Clock clock) {
        this.database = database;
        this.approvals = approvals;
        this.seal = seal;
        this.control = control;
        this.progress = progress;
        this.templates = templates;
        this.people = people;
        this.pace = new Pace(database);
        this.clock = clock;
    }

    /** Claims up to so many deliveries of a batch over one channel for this worker; none when its seal does not hold. */
    List<DeliverOne.Work> claim(UUID worker, UUID batchId, ChannelKind channel, int limit) throws SQLException {
        Optional<BatchInHand> sealed = QuarkusTransaction.requiringNew().call(() -> sealed(batchId));
        if (sealed.isEmpty()) {
            return List.of();
        }
        BatchInHand inHand = sealed.get();
        int allowed = pace.take(inHand.batch(), limit);
        if (allowed == 0) {
            return List.of();
        }
        // One transaction: when the people cannot be opened, nothing stays claimed.
        List<DeliverOne.Work> works = Transactions.run(database, connection -> {
            List<Claimed> claimed = Claims.take(connection, worker, batchId, channel, allowed, clock.instant());
            return withPeople(connection, inHand, claimed);
        });
        pace.giveBack(inHand.batch(), allowed - works.size());
        return works;
    }

    /** The batch with what its messages are made of, if it is being sent and is what was approved. */
    Optional<BatchInHand> sealed(UUID batchId) {
        Batch batch = Batch.findById(batchId);
        if (batch.status != BatchStatus.DISPATCHING) {
            return Optional.empty();
        }
        if (!approvals.covers(batch) || !seal.started(batch)) {
            control.hold(batchId, HoldReason.SEAL_BROKEN);
            return Optional.empty();
        }
        if (!progress.channelsAsApproved(batch)) {
            control.hold(batchId, HoldReason.CHANNEL_CHANGED);
            return Optional.empty();
        }
        return contentOf(batch);
    }

    /** What the batch's messages are made of, whatever has become of the batch: for finding out about those that left. */
    Optional<BatchInHand> contentOf(Batch batch) {
        return templates.find(batch.templateId).map(template -> BatchInHand.of(batch, template));
    }

    private List<DeliverOne.Work> withPeople(Connection connection, BatchInHand inHand, List<Claimed> claimed)
            throws SQLException {
        if (claimed.isEmpty()) {
            return List.of();
        }
        List<Long> positions = claimed.stream().map(Claimed::position).toList();
        Map<Long, Person> opened = people.open(connection, inHand.batch().recordSetId, positions);
        return claimed.stream()
                .map(one -> new DeliverOne.Work(one, inHand, person(opened, one)))
                .toList();
    }

    /** The person at the claimed position, unless the row is another customer's than the one who was planned. */
    private static Person person(Map<Long, Person> opened, Claimed claimed) {
        Person person = opened.get(claimed.position());
        return person != null && person.customerRef().equals(claimed.customerRef()) ? person : null;
    }
}
