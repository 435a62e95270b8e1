package org.tocsin.batch.planning;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.tocsin.affected.People;
import org.tocsin.affected.Person;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.PlanSuppressions;
import org.tocsin.delivery.suppression.AddressStanding;
import org.tocsin.delivery.suppression.SuppressedAddresses;

/**
 * Finds the people of a plan whose addresses are suppressed. A record set's own digests tell nothing across sets, so the
 * people are opened for it, some thousands at a time, and only when anything is suppressed at all.
 */
@ApplicationScoped
class SuppressedContacts {

    private static final int AT_ONCE = 5_000;

    private final SuppressedAddresses suppressed;
    private final People people;

    SuppressedContacts(SuppressedAddresses suppressed, People people) {
        this.suppressed = suppressed;
        this.people = people;
    }

    /** Whether anything is suppressed now, so that a plan must read the people. */
    boolean readPeople() throws SQLException {
        suppressed.refresh();
        return !suppressed.none();
    }

    /**
     * Names them to {@link PlanSuppressions}, in the planner's transaction; those whose opt-out the batch overrides, as such.
     *
     * @param readPeople false: nobody is opened, for nothing was suppressed when that was asked
     * @param from the position that the chunk begins behind
     * @param to its last position
     */
    void name(Connection connection, UUID recordSet, boolean readPeople, boolean overridesOptOuts, long from, long to)
            throws SQLException {
        PlanSuppressions.prepare(connection);
        if (!readPeople) {
            return;
        }
        for (long first = from + 1; first <= to; first += AT_ONCE) {
            List<Long> positions = LongStream.rangeClosed(first, Math.min(to, first + AT_ONCE - 1))
                    .boxed()
                    .toList();
            Map<Long, Person> opened = people.open(connection, recordSet, positions);
            name(connection, opened, ChannelKind.EMAIL, Person::email, overridesOptOuts);
            name(connection, opened, ChannelKind.SMS, Person::phone, overridesOptOuts);
        }
    }

    private void name(
            Connection connection,
            Map<Long, Person> opened,
            ChannelKind channel,
            Function<Person, String> address,
            boolean overridesOptOuts)
            throws SQLException {
        List<Long> stopped = new ArrayList<>();
        List<Long> overridden = new ArrayList<>();
        opened.forEach((position, person) -> {
            AddressStanding standing = suppressed.of(channel, address.apply(person));
            if (standing.stops(overridesOptOuts)) {
                stopped.add(position);
            } else if (standing != AddressStanding.FREE) {
                overridden.add(position);
            }
        });
        PlanSuppressions.name(connection, channel, stopped, false);
        PlanSuppressions.name(connection, channel, overridden, true);
    }
}
