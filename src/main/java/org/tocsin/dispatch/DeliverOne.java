package org.tocsin.dispatch;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.tocsin.affected.Person;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendStage;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.Intent;
import org.tocsin.delivery.Outcome;
import org.tocsin.dispatch.hours.SendingHours;
import org.tocsin.dispatch.seal.BatchInHand;

/** Takes one claimed delivery to its outcome: {@link #prepare}, then {@link #run}, are a message's life on this side of the wire. */
final class DeliverOne {

    private static final Logger LOG = Logger.getLogger(DeliverOne.class);

    /**
     * A claimed delivery with everything that its message is made of.
     *
     * @param person null when the record could not be opened
     * @param domain digest of the recipient's domain; null for SMS and where there is no mailbox
     */
    record Work(Claimed claimed, BatchInHand batch, Person person, Long domain) {

        @Override
        public String toString() {
            return "Work[" + claimed.deliveryId() + "]"; // nothing of the person may reach a log
        }
    }

    private final MessageChannel channel;
    private final MessageMaker maker;
    private final GroupCommit commit;
    private final OpenGates gates;
    private final OutcomeRules rules;
    private final RefusalWatch refusals;
    private final SlowDomains slowDomains;
    private final SendingHours hours;
    private final Clock clock;

    DeliverOne(
            MessageChannel channel,
            MessageMaker maker,
            GroupCommit commit,
            OpenGates gates,
            OutcomeRules rules,
            RefusalWatch refusals,
            SlowDomains slowDomains,
            SendingHours hours,
            Clock clock) {
        this.channel = channel;
        this.maker = maker;
        this.commit = commit;
        this.gates = gates;
        this.rules = rules;
        this.refusals = refusals;
        this.slowDomains = slowDomains;
        this.hours = hours;
        this.clock = clock;
    }

    /** A delivery with its message, or with the reason why there is none. */
    record Prepared(Work work, MessageMaker.Made made) {

        @Override
        public String toString() {
            return "Prepared[" + work.claimed().deliveryId() + "]"; // nothing of the person may reach a log
        }
    }

    /**
     * What one run came to.
     *
     * @param outcome this delivery's, for the sender to have written
     * @param units what was handed over, in the units of the provider's pace; 0 when nothing was
     */
    record Done(Outcome outcome, int units) {}

    /** Makes the message. What it is made of is sealed, so it may be made well before it is sent. */
    Prepared prepare(Work work) {
        return new Prepared(work, make(work));
    }

    /**
     * Commits the intent and hands the message over. The intent is committed while the exchange with the provider begins: it
     * must be durable before the provider can take the message, and the permit waits for it there.
     *
     * @param last the sender's outcome before this one, not yet written, or null: it is written on the way
     * @param meanwhile what the sender can do while the intent is being committed; not called when it does not come to that
     */
    Done run(Prepared prepared, Outcome last, Runnable meanwhile) {
        Claimed claimed = prepared.work().claimed();
        Optional<Outcome> unbegun = unbegun(prepared, clock.instant());
        if (unbegun.isPresent()) {
            if (last != null) {
                commit.settle(last);
            }
            return new Done(unbegun.get(), 0);
        }
        MessageMaker.Made.Message message = (MessageMaker.Made.Message) prepared.made();
        Intent intent = new Intent(claimed.deliveryId(), claimed.epoch(), claimed.attempt(), message.contentHash());
        DurableIntent durable = new DurableIntent(commit, last, intent);
        Instant startedAt = clock.instant();
        SendPermit permit = () -> {
            meanwhile.run();
            return durable.holds() && gates.open(claimed.batchId()) && refusals.calm(claimed.batchId());
        };
        SendResult result =
                send(message, permit).withoutName(prepared.work().person().name());
        if (!durable.begun()) {
            return new Done(OutcomeRules.notBegun(claimed, clock.instant()), 0);
        }
        refusals.note(claimed.batchId(), claimed.channel(), result);
        slowDomains.note(prepared.work().domain(), result);
        int units = result.stage() == SendStage.NOT_STARTED ? 0 : message.units();
        return new Done(rules.of(claimed, result, message.contentHash(), startedAt, clock.instant()), units);
    }

    /** The outcome of what is not to be begun, now or at all; empty when nothing is in the way. */
    private Optional<Outcome> unbegun(Prepared prepared, Instant now) {
        Work work = prepared.work();
        Claimed claimed = work.claimed();
        // A storm is over for this replica once its batch is held: what it has claimed by then waits behind the gate.
        if (!refusals.calm(claimed.batchId()) || !gates.open(claimed.batchId())) {
            return Optional.of(OutcomeRules.notBegun(claimed, now));
        }
        Optional<Instant> opensAt = hours.opensAt(work.batch().batch().policy, claimed.channel(), work.person(), now);
        if (opensAt.isPresent()) {
            return Optional.of(OutcomeRules.outsideWindow(claimed, opensAt.get(), now));
        }
        // Asked anew: the message may have waited behind another one for minutes.
        if (prepared.made() instanceof MessageMaker.Made.Suppressed
                || prepared.made() instanceof MessageMaker.Made.Message message
                        && maker.suppressed(
                                work.batch(),
                                claimed.channel(),
                                message.outbound().to())) {
            return Optional.of(OutcomeRules.suppressed(claimed));
        }
        return prepared.made() instanceof MessageMaker.Made.Impossible impossible
                ? Optional.of(OutcomeRules.unsendable(claimed, impossible.reason(), now))
                : Optional.empty();
    }

    private MessageMaker.Made make(Work work) {
        Claimed claimed = work.claimed();
        try {
            return maker.make(
                    work.batch(),
                    claimed.deliveryId(),
                    claimed.attempt(),
                    claimed.channel(),
                    claimed.variantId(),
                    work.person());
        } catch (RuntimeException | StackOverflowError e) {
            // One person's row must not stop the rest. The cause may quote the row, so only its type is told.
            LOG.errorf(
                    "Delivery %s could not be composed: %s",
                    claimed.deliveryId(), e.getClass().getName());
            return new MessageMaker.Made.Impossible("NOT_COMPOSED");
        }
    }

    private SendResult send(MessageMaker.Made.Message message, SendPermit permit) {
        try {
            return channel.send(message.outbound(), permit);
        } catch (RuntimeException e) {
            // A channel answers with values; this is a defect of ours, and the message may have left.
            LOG.errorf(
                    "Delivery %s: the channel failed with %s",
                    message.outbound().deliveryId(), e.getClass().getName());
            return new SendResult(
                    SendResult.Verdict.UNKNOWN,
                    SendStage.FINAL_DOT,
                    FailureClass.AMBIGUOUS,
                    null,
                    null,
                    "the channel failed: " + e.getClass().getSimpleName(),
                    null,
                    null);
        }
    }
}
