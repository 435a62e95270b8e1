package org.tocsin.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.SortedMap;
import org.tocsin.channel.ChannelKind;

/**
 * How a batch is to be sent; part of what an approver approves.
 *
 * @param channels every person over ALL of them, or over the first in order that serves
 * @param onUnknown per channel, what to do with a message that may have left and has no answer
 * @param maxPerSecond messages per second over all replicas, or null for as fast as the providers take them
 * @param startAt not before, or null
 * @param horizon how long after the release a message is retried, not counting while the batch stands still
 * @param canary how many go out first, before a person lets the rest follow; or null
 * @param window per channel, the hours of the recipient's day in which it may be used; or null for all
 * @param holdThresholds when to hold by itself; or null
 * @param approvalValidFor how long after the approval or {@code startAt}, whichever is later, the batch may be started; null in
 *     batches planned by a version that did not know of it
 * @param supplement whether whoever is in an earlier sealed set of the incident is left out; null for no
 * @param overrideOptOut why people are written to who have opted out; null when they are not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BatchPolicy(
        ChannelPolicy channels,
        SortedMap<ChannelKind, UnknownPolicy> onUnknown,
        Integer maxPerSecond,
        Instant startAt,
        SortedMap<ChannelKind, Window> window,
        Duration horizon,
        Priority priority,
        Canary canary,
        HoldThresholds holdThresholds,
        SharedContact sharedContact,
        Duration approvalValidFor,
        Boolean supplement,
        OverrideOptOut overrideOptOut) {

    /** The longest that an approval may wait, and what those wait that were given before there was a limit. */
    static final Duration LONGEST_APPROVAL = Duration.ofDays(30);

    /** How long the batch may be started after its approval or {@code startAt}. */
    Duration approvalTime() {
        return approvalValidFor == null ? LONGEST_APPROVAL : approvalValidFor;
    }

    /** Whether it reaches only people who are in no set that was sealed before. */
    public boolean supplements() {
        return Boolean.TRUE.equals(supplement);
    }

    /** Whether it reaches addresses whose owners have opted out. Dead ones it never does. */
    public boolean overridesOptOuts() {
        return overrideOptOut != null;
    }

    /** Which channels a person is written to over. */
    public enum Mode {
        ALL,
        FALLBACK
    }

    /** What to do with a message that may have left and has no answer. */
    public enum UnknownPolicy {
        /** Missing a victim is worse than telling one twice. */
        RESEND_ONCE,
        /** Ask the provider; a person decides what it cannot tell. */
        RECONCILE,
        /** A person decides. */
        HOLD
    }

    /** Which of two waiting batches goes first. */
    public enum Priority {
        URGENT,
        NORMAL
    }

    /** What to do when two people share an address. */
    public enum SharedContact {
        /** Each gets their own message. */
        EACH,
        /** A person decides. */
        HOLD
    }

    /**
     * The channels of a batch.
     *
     * @param order the channels, the one to try first in front
     * @param confirmWithin in FALLBACK, after how long the next channel opens too when a message was accepted and no receipt says
     *     that it arrived; null for never
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ChannelPolicy(Mode mode, List<ChannelKind> order, Duration confirmWithin) {}

    /** The hours in which a channel may be used, in the recipient's local time. */
    public record Window(LocalTime from, LocalTime to) {}

    /** The first to be told: a number of people, or a share of them. Exactly one of the two is given. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Canary(Integer people, BigDecimal percent) {

        /** How many people of so many; at least one. */
        public long of(long all) {
            if (people != null) {
                return people;
            }
            BigDecimal share = percent.multiply(BigDecimal.valueOf(all)).movePointLeft(2);
            return Math.max(1, share.longValue());
        }
    }

    /**
     * An opt-out is no waiver of a notice that the law demands.
     *
     * @param reason for the approver, and the evidence
     */
    public record OverrideOptOut(String reason) {}

    /** The share of messages that failed, of those with an answer, at which the batch is held. */
    public record HoldThresholds(BigDecimal failedPercent) {}
}
