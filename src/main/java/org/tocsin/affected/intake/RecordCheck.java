package org.tocsin.affected.intake;

import java.time.LocalDate;
import java.util.List;
import org.tocsin.affected.FindingKind;
import org.tocsin.affected.Person;
import org.tocsin.affected.RecordFinding;
import org.tocsin.contact.EmailAddress;
import org.tocsin.contact.PhoneNumber;

/**
 * The rules of an affected record. Only a record that cannot be read, or has no usable customer reference, is rejected:
 * everyone else is owed a notice, so a bad field is a warning and the field is left out.
 */
final class RecordCheck {

    private final LocalDate today;
    private final Locales locales = new Locales();

    RecordCheck(LocalDate today) {
        this.today = today;
    }

    CheckedRecord check(RawRecord raw) {
        if (raw.problem() != null) {
            return rejected(raw, RecordFinding.WHOLE_RECORD, raw.problem());
        }
        RecordFields fields = new RecordFields(raw, today, locales);
        String country = fields.country();
        PhoneNumber phone = fields.phone(country);
        String ref = raw.value(Column.CUSTOMER_REF);
        String stripped = ref == null ? null : ref.strip();
        String problem = CustomerRefs.problem(stripped, raw.value(Column.PHONE), phone);
        if (problem != null) {
            return rejected(raw, Column.CUSTOMER_REF.label(), problem);
        }
        EmailAddress email = fields.email();
        Person person = new Person(
                stripped,
                fields.text(Column.NAME),
                email == null ? null : email.value(),
                phone == null ? null : phone.value(),
                fields.locale(),
                country,
                fields.region(country),
                fields.dataTypes(),
                fields.postalAddress(),
                fields.text(Column.CITY),
                fields.text(Column.POSTCODE),
                fields.text(Column.ADDRESSEE),
                fields.relationship(),
                fields.dateOfBirth(),
                fields.attributes());
        fields.warnOfUnreadable();
        return new CheckedRecord(raw.position(), raw.line(), person, email, phone, fields.warnings());
    }

    private static CheckedRecord rejected(RawRecord raw, String field, String reason) {
        RecordFinding reject = new RecordFinding(raw.position(), raw.line(), FindingKind.REJECT, field, reason);
        return new CheckedRecord(raw.position(), raw.line(), null, null, null, List.of(reject));
    }
}
