package org.tocsin.dispatch.hours;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.tocsin.affected.Person;
import org.tocsin.batch.BatchPolicy;
import org.tocsin.channel.ChannelKind;

/** The hours in which a batch may write to a person over a channel, by the clocks where that person is or may be. */
@ApplicationScoped
public class SendingHours {

    private final RecipientZones zones;

    SendingHours(RecipientZones zones) {
        this.zones = zones;
    }

    /**
     * When the hours begin in which the person may be written to; empty when it is now, or the batch has no hours.
     *
     * @param person null when the record could not be opened
     * @return {@link Instant#MAX} when there is no time of day at which it is open in all the person's possible zones
     */
    public Optional<Instant> opensAt(BatchPolicy policy, ChannelKind channel, Person person, Instant now) {
        BatchPolicy.Window window =
                policy.window() == null ? null : policy.window().get(channel);
        if (window == null || person == null) {
            return Optional.empty();
        }
        Set<ZoneId> possible = channel == ChannelKind.SMS ? zones.ofPhone(person) : zones.ofCountry(person);
        return LocalHours.opensAt(window, possible, now);
    }
}
