package org.tocsin.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Channels;
import org.tocsin.channel.MessageChannel;
import org.tocsin.dispatch.hours.SendingHours;

/** Makes the lanes of a replica: one for each channel that is configured, and one for each that drills go over. */
@ApplicationScoped
class LaneMaker {

    private final Channels channels;
    private final MessageMaker maker;
    private final RefusalWatch refusals;
    private final SlowDomains slowDomains;
    private final SendingHours hours;
    private final OutcomeRules rules;
    private final Clock clock;

    LaneMaker(
            DispatchConfig config,
            Channels channels,
            MessageMaker maker,
            RefusalWatch refusals,
            SlowDomains slowDomains,
            SendingHours hours,
            Clock clock) {
        this.channels = channels;
        this.maker = maker;
        this.refusals = refusals;
        this.slowDomains = slowDomains;
        this.hours = hours;
        // All senders share it, so a generator that several threads may ask.
        this.rules = new OutcomeRules(new RetrySchedule(new Random()), config.reconcileAfter());
        this.clock = clock;
    }

    /** @param hungry told when a lane could do with more to send */
    Lanes lanes(GroupCommit commit, OpenGates gates, Runnable hungry) {
        List<Lane> lanes = new ArrayList<>();
        for (ChannelKind kind : ChannelKind.values()) {
            for (boolean drill : new boolean[] {false, true}) {
                channels.find(kind, drill)
                        .map(channel -> lane(channel, drill, commit, gates, hungry))
                        .ifPresent(lanes::add);
            }
        }
        return new Lanes(lanes);
    }

    private Lane lane(MessageChannel channel, boolean drill, GroupCommit commit, OpenGates gates, Runnable hungry) {
        DeliverOne deliverOne =
                new DeliverOne(channel, maker, commit, gates, rules, refusals, slowDomains, hours, clock);
        return new Lane(channel, drill, deliverOne, commit, hungry, clock);
    }
}
