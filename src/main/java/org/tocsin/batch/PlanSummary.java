package org.tocsin.batch;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;

/**
 * What approving a batch would mean, in figures.
 *
 * @param byChannel messages per channel, those of later channels included
 * @param byLocale people per language that they would be written to in
 * @param byCountry people per country; {@code unknown} where the records do not say
 * @param unreachedReasons people who cannot be written to, per reason
 * @param rejects records of the upload that could not be read, or named nobody or somebody twice
 * @param exclusions people left out, per reason
 * @param moved for each rule on a compromised channel, whom it moves to another channel or leaves without one
 * @param held messages that wait for a person's decision, per what is asked
 * @param optOutsOverridden messages per channel to addresses whose owners have opted out, where the batch overrides that
 * @param sender who the notices come from, per channel
 * @param source for a resend or a correction, the batch that it follows; else null
 */
public record PlanSummary(
        SortedMap<String, Long> byChannel,
        SortedMap<String, Long> byLocale,
        SortedMap<String, Long> byCountry,
        SortedMap<String, Long> unreachedReasons,
        long rejects,
        SortedMap<String, Long> exclusions,
        List<Moved> moved,
        SortedMap<String, Long> held,
        SortedMap<String, Long> optOutsOverridden,
        SortedMap<ChannelKind, String> sender,
        Source source) {

    /**
     * What the plan was taken from.
     *
     * @param people everyone in that batch
     * @param notInThisBatch those of them whom this one is not for; they are in none of its figures
     */
    public record Source(UUID batchId, long people, long notInThisBatch) {}

    /**
     * What a rule does to the plan.
     *
     * @param domain null: the whole channel
     * @param toAnotherChannel people who are written to over the rest of their channels
     * @param unreached people who are left without any
     */
    public record Moved(UUID ruleId, ChannelKind channel, String domain, long toAnotherChannel, long unreached) {}

    /** A plan of a version before rules, holds and overrides has none. */
    public PlanSummary {
        moved = moved == null ? List.of() : moved;
        held = held == null ? new TreeMap<>() : held;
        optOutsOverridden = optOutsOverridden == null ? new TreeMap<>() : optOutsOverridden;
    }

    /** People who cannot be written to. */
    public long unreached() {
        return unreachedReasons.values().stream().mapToLong(Long::longValue).sum();
    }
}
