package org.tocsin.dispatch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchPolicy.UnknownPolicy;
import org.tocsin.batch.BatchStatus;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Channels;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.MessageChannel;
import org.tocsin.delivery.Attempt;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Uncertain;
import org.tocsin.dispatch.seal.BatchInHand;
import org.tocsin.dispatch.seal.IntactSeals;
import org.tocsin.platform.database.Transactions;

/**
 * Finds out about messages that may have left. The provider is asked first; where it cannot tell, the batch's policy decides,
 * which the approver has seen.
 */
@ApplicationScoped
class UncertainResolver {

    private static final Logger LOG = Logger.getLogger(UncertainResolver.class);

    private static final int AT_ONCE = 200;

    /** When to ask again, should the answer not come or this replica not come back from asking. */
    private static final Duration ASK_AGAIN = Duration.ofMinutes(2);

    private final DispatchConfig config;
    private final AgroalDataSource database;
    private final IntactSeals seals;
    private final Channels channels;
    private final MessageMaker maker;
    private final People people;
    private final Clock clock;

    UncertainResolver(
            DispatchConfig config,
            @DataSource("dispatch") AgroalDataSource database,
            IntactSeals seals,
            Channels channels,
            MessageMaker maker,
            People people,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.seals = seals;
        this.channels = channels;
        this.maker = maker;
        this.people = people;
        this.clock = clock;
    }

    /** Looks into everything whose time has come. */
    void resolve() throws SQLException {
        List<Uncertain> taken;
        do {
            taken = Transactions.run(
                    database, connection -> Uncertain.take(connection, AT_ONCE, ASK_AGAIN, clock.instant()));
            taken.forEach(this::resolveOrLeave);
        } while (taken.size() == AT_ONCE);
    }

    /** One that cannot be looked into must not keep the others waiting; its own next look is put off already. */
    private void resolveOrLeave(Uncertain one) {
        try {
            resolve(one);
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(
                    "Delivery %s could not be looked into: %s",
                    one.deliveryId(), e.getClass().getName());
        }
    }

    private void resolve(Uncertain one) throws SQLException {
        Batch batch = QuarkusTransaction.requiringNew().call(() -> Batch.findById(one.batchId()));
        if (asksTooSoon(one, batch)) {
            return;
        }
        LookUpResult known = ask(one, batch);
        switch (known.answer()) {
            case FOUND -> found(one, batch, known.providerId());
            case NOT_FOUND -> notFound(one, batch);
            case AMBIGUOUS -> byPolicy(one, batch);
            case UNAVAILABLE -> {
                // It stays UNKNOWN and is asked about again.
            }
        }
    }

    /**
     * A callback knows whose message it was, and a list of messages does not: it is waited for first. And a provider lists a
     * message some time after it took it: asked at once after a crash, it would say no and be wrong.
     */
    private boolean asksTooSoon(Uncertain one, Batch batch) {
        return !batch.simulated
                && one.channel() == ChannelKind.SMS
                && clock.instant().isBefore(one.startedAt().plus(config.reconcileAfter()));
    }

    private LookUpResult ask(Uncertain one, Batch batch) throws SQLException {
        Optional<MessageChannel> channel = channels.find(one.channel(), batch.drill);
        Optional<BatchInHand> inHand = QuarkusTransaction.requiringNew().call(() -> seals.contentOf(batch));
        if (channel.isEmpty() || inHand.isEmpty() || channel.get().simulated() != batch.simulated) {
            return LookUpResult.AMBIGUOUS;
        }
        Map<Long, Person> opened = Transactions.run(
                database, connection -> people.open(connection, batch.recordSetId, List.of(one.position())));
        MessageMaker.Made made = maker.makeAgain(
                inHand.get(),
                one.deliveryId(),
                one.attempt(),
                one.channel(),
                one.variantId(),
                opened.get(one.position()));
        if (made instanceof MessageMaker.Made.Message message) {
            return channel.get().lookUp(message.outbound(), takenBy(one), one.startedAt());
        }
        return LookUpResult.AMBIGUOUS;
    }

    /** The provider that had the message in hand, or null when this service died before it wrote that down. */
    private static String takenBy(Uncertain one) {
        Attempt attempt = QuarkusTransaction.requiringNew()
                .call(() -> Attempt.findById(new Attempt.Key(one.deliveryId(), one.attempt())));
        return attempt.provider;
    }

    private void found(Uncertain one, Batch batch, String providerId) throws SQLException {
        // The sandbox keeps each message under its delivery's id, so that it never mistakes one for another.
        if (!batch.simulated
                && Transactions.run(database, connection -> SharedPhone.mayBeAnothers(connection, one, providerId))) {
            byPolicy(one, batch);
        } else {
            settle(one, DeliveryState.ACCEPTED, "FOUND_AT_PROVIDER", providerId, false);
        }
    }

    /** The provider never had it: sending it now tells nobody twice. Only a batch that wants a person asked waits for one. */
    private void notFound(Uncertain one, Batch batch) throws SQLException {
        if (batch.policy.onUnknown().get(one.channel()) == UnknownPolicy.HOLD) {
            settle(one, DeliveryState.HELD, "NOT_AT_PROVIDER", null, false);
        } else {
            sendAgain(one, batch, false);
        }
    }

    private void byPolicy(Uncertain one, Batch batch) throws SQLException {
        UnknownPolicy policy = batch.policy.onUnknown().get(one.channel());
        if (policy == UnknownPolicy.RESEND_ONCE && !one.resent()) {
            sendAgain(one, batch, true);
        } else {
            settle(one, DeliveryState.HELD, "MAY_HAVE_LEFT", null, false);
        }
    }

    private void sendAgain(Uncertain one, Batch batch, boolean resend) throws SQLException {
        if (batch.status == BatchStatus.CANCELLED) {
            settle(one, DeliveryState.HELD, resend ? "MAY_HAVE_LEFT" : "NOT_AT_PROVIDER", null, false);
        } else {
            settle(one, DeliveryState.DUE, resend ? "RESEND_ONCE" : "NOT_AT_PROVIDER", null, resend);
        }
    }

    private void settle(Uncertain one, DeliveryState next, String reason, String providerId, boolean resend)
            throws SQLException {
        Transactions.execute(
                database, connection -> one.settle(connection, next, reason, providerId, resend, clock.instant()));
    }
}
