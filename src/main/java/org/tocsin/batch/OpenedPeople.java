package org.tocsin.batch;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tocsin.affected.Person;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.Notice;

/**
 * The people of some notices, as far as their records can be opened.
 *
 * @param byNotice those that can
 * @param purgedSets the record sets among theirs that have been purged
 */
public record OpenedPeople(Map<UUID, Person> byNotice, Set<UUID> purgedSets) {

    /** What stands in the place of an address that nobody can read any more. */
    static final String PURGED = "purged";

    /** The address of a notice's person for a channel, masked; null when they have none, or their record does not open. */
    public String address(Notice notice, ChannelKind channel) {
        return purgedSets.contains(notice.recordSetId) ? PURGED : MaskedAddress.of(channel, byNotice.get(notice.id));
    }
}
