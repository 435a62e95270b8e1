package org.tocsin.batch;

import org.tocsin.affected.Person;
import org.tocsin.channel.ChannelKind;
import org.tocsin.contact.EmailAddress;
import org.tocsin.contact.PhoneNumber;

/** A person's address as people may see it. */
public final class MaskedAddress {

    private MaskedAddress() {}

    /** The address for a channel, masked; null when the person is not known or has none. */
    public static String of(ChannelKind channel, Person person) {
        if (person == null) {
            return null;
        }
        return switch (channel) {
            case EMAIL -> person.email() == null ? null : new EmailAddress(person.email()).mask();
            case SMS -> person.phone() == null ? null : new PhoneNumber(person.phone()).mask();
        };
    }
}
