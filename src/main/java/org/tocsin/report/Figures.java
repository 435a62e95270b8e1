package org.tocsin.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tocsin.channel.ChannelKind;

/**
 * The figures of one batch, or of all batches of an incident in one section. A person is a customer reference within the incident,
 * and is counted once.
 *
 * @param byLocale people by the language that they are written to in; by their record's where they cannot be written to
 * @param byCountry people by ISO 3166-1 code; {@code unknown} where the records do not say
 * @param byRegion people by country, then by ISO 3166-2 part; {@code unknown} where the records do not say
 * @param unreached unreached people by why: each channel with its reason, such as {@code EMAIL ADDRESS_DEAD; SMS
 *     NO_USABLE_ADDRESS}
 * @param excluded people left out, by why
 * @param failures deliveries that have failed, whatever another channel came to
 */
record Figures(
        People people,
        SortedMap<String, People> byLocale,
        SortedMap<String, People> byCountry,
        SortedMap<String, SortedMap<String, People>> byRegion,
        SortedMap<ChannelKind, OverChannel> byChannel,
        SortedMap<String, Long> unreached,
        SortedMap<String, Long> excluded,
        List<Failures> failures,
        Told told) {

    /** Stands for a language, a country or a region that no record names. */
    static final String UNKNOWN = "unknown";

    /**
     * One channel. Who was reached over two counts in both.
     *
     * @param reachedConfirmed people who were reached over it, and a receipt says so
     * @param reachedUnconfirmed people who were reached over it, by the word of the next hop
     * @param deliveries by state; one person can have several in an incident
     */
    record OverChannel(long reachedConfirmed, long reachedUnconfirmed, SortedMap<String, Long> deliveries) {}

    /**
     * Deliveries that have failed in the same way.
     *
     * @param reason why the delivery was ended
     * @param failureClass of its last attempt, or null when that was taken, or there was none
     * @param code the provider's, of its last attempt or of the receipt that came later, or null; never its words
     */
    record Failures(
            ChannelKind channel,
            String reason,
            @JsonProperty("class") String failureClass,
            String code,
            long deliveries) {}

    static Figures of(PeopleCounts people, DeliveryCounts deliveries, ServedPeople served, Instant discovered) {
        SortedMap<ChannelKind, OverChannel> byChannel = new TreeMap<>();
        deliveries.states().forEach((channel, states) -> {
            ServedPeople.Reached reached = served.over(channel);
            byChannel.put(channel, new OverChannel(reached.confirmed(), reached.unconfirmed(), states));
        });
        return new Figures(
                people.people(),
                people.byLocale(),
                people.byCountry(),
                people.byRegion(),
                byChannel,
                people.unreached(),
                people.excluded(),
                deliveries.failures(),
                served.told().since(discovered));
    }
}
