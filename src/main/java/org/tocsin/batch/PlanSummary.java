package org.tocsin.batch;

import java.util.SortedMap;
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
 * @param sender who the notices come from, per channel
 */
public record PlanSummary(
        SortedMap<String, Long> byChannel,
        SortedMap<String, Long> byLocale,
        SortedMap<String, Long> byCountry,
        SortedMap<String, Long> unreachedReasons,
        long rejects,
        SortedMap<String, Long> exclusions,
        SortedMap<ChannelKind, String> sender) {

    /** People who cannot be written to. */
    public long unreached() {
        return unreachedReasons.values().stream().mapToLong(Long::longValue).sum();
    }
}
