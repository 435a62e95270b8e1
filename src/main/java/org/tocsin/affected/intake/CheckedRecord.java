package org.tocsin.affected.intake;

import java.util.List;
import org.tocsin.affected.Person;
import org.tocsin.affected.RecordFinding;
import org.tocsin.contact.EmailAddress;
import org.tocsin.contact.PhoneNumber;

/**
 * A record after every rule.
 *
 * @param person null when the record is rejected
 * @param email the person's, or null
 * @param phone the person's, or null
 * @param findings one REJECT, or any number of WARNINGs
 */
record CheckedRecord(
        long position, long line, Person person, EmailAddress email, PhoneNumber phone, List<RecordFinding> findings) {

    @Override
    public String toString() {
        return "CheckedRecord[" + position + "]";
    }
}
