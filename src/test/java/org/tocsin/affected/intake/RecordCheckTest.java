package org.tocsin.affected.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.affected.FindingKind;
import org.tocsin.affected.Person;
import org.tocsin.affected.RecordFinding;
import org.tocsin.affected.Relationship;
import org.tocsin.incident.DataType;

class RecordCheckTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-03-01");

    private final RecordCheck check = new RecordCheck(TODAY);
    private final RawRecord raw = new RawRecord(7, 8);

    @Test
    void aWholeRecordBecomesAPersonWithoutAFinding() {
        set(Column.CUSTOMER_REF, " C-1001 ");
        set(Column.NAME, " Ana Example ");
        set(Column.EMAIL, "Ana@EXAMPLE.org");
        set(Column.PHONE, "(202) 555-0142");
        set(Column.LOCALE, "en_us");
        set(Column.COUNTRY, "us");
        set(Column.REGION, "US-CA");
        set(Column.DATA_TYPES, "SSN; name;;EMAIL;");
        set(Column.POSTAL_ADDRESS_1, "1 Example St");
        set(Column.POSTAL_ADDRESS_3, "Floor 3");
        set(Column.CITY, "Springfield");
        set(Column.POSTCODE, "00001");
        set(Column.ADDRESSEE, "Bo Example");
        set(Column.RELATIONSHIP, "parent");
        set(Column.DATE_OF_BIRTH, "2015-02-28");
        attribute("tariff", "gold");
        attribute("amount", "1.50");

        CheckedRecord checked = check.check(raw);

        assertThat(checked.findings()).isEmpty();
        Person person = checked.person();
        assertThat(person.customerRef()).isEqualTo("C-1001");
        assertThat(person.name()).isEqualTo("Ana Example");
        assertThat(person.email()).isEqualTo("Ana@example.org");
        assertThat(person.phone()).isEqualTo("+12025550142");
        assertThat(person.locale()).isEqualTo("en-US");
        assertThat(person.country()).isEqualTo("US");
        assertThat(person.region()).isEqualTo("CA");
        assertThat(person.dataTypes()).containsExactly(DataType.NAME, DataType.EMAIL, DataType.SSN);
        assertThat(person.postalAddress()).containsExactly("1 Example St", "Floor 3");
        assertThat(person.city()).isEqualTo("Springfield");
        assertThat(person.postcode()).isEqualTo("00001");
        assertThat(person.addressee()).isEqualTo("Bo Example");
        assertThat(person.relationship()).isEqualTo(Relationship.PARENT);
        assertThat(person.dateOfBirth()).isEqualTo("2015-02-28");
        assertThat(List.copyOf(person.attributes().keySet())).containsExactly("tariff", "amount");
        assertThat(checked.email().value()).isEqualTo(person.email());
        assertThat(checked.phone().value()).isEqualTo(person.phone());
    }

    @Test
    void aReferenceAloneIsAPerson() {
        set(Column.CUSTOMER_REF, "1");

        CheckedRecord checked = check.check(raw);

        assertThat(checked.findings()).isEmpty();
        assertThat(checked.person())
                .isEqualTo(new Person(
                        "1",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new TreeSet<>(),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "EMAIL, ana@example",
        "PHONE, 123",
        "LOCALE, english",
        "LOCALE, xx",
        "LOCALE, en--US",
        "COUNTRY, USA",
        "COUNTRY, XX",
        "COUNTRY, United States",
        "REGION, California",
        "REGION, DE-BY",
        "RELATIONSHIP, COUSIN",
        "DATE_OF_BIRTH, 28/02/1990",
        "DATE_OF_BIRTH, 1990-02-30",
        "DATE_OF_BIRTH, 2026-03-02",
    })
    void aBadFieldIsLeftOutWithAWarningAndTheRecordStays(Column column, String bad) {
        set(Column.CUSTOMER_REF, "1");
        set(Column.NAME, "Ana");
        set(column, bad);

        CheckedRecord checked = check.check(raw);

        assertThat(checked.findings()).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(FindingKind.WARNING);
            assertThat(warning.field()).isEqualTo(column.label());
            assertThat(warning.position()).isEqualTo(7);
            assertThat(warning.line()).isEqualTo(8);
            assertThat(warning.reason()).doesNotContain(bad);
        });
        assertThat(checked.person().name()).isEqualTo("Ana");
        Person person = checked.person();
        assertThat(new Object[] {
                    person.email(),
                    person.phone(),
                    person.locale(),
                    person.country(),
                    person.region(),
                    person.relationship(),
                    person.dateOfBirth()
                })
                .containsOnlyNulls();
    }

    @Test
    void anUnknownDataTypeIsLeftOutAndTheKnownOnesStay() {
        set(Column.CUSTOMER_REF, "1");
        set(Column.DATA_TYPES, "NAME;SHOE_SIZE;HAT_SIZE;SSN");

        CheckedRecord checked = check.check(raw);

        assertThat(checked.person().dataTypes()).containsExactly(DataType.NAME, DataType.SSN);
        assertThat(checked.findings()).extracting(RecordFinding::field).containsExactly("dataTypes");
    }

    @Test
    void textsAreOneComposedLineAndToldWhenTheyWereNot() {
        set(Column.CUSTOMER_REF, "1");
        set(Column.NAME, "Jo\u0308rg\r\nExample\u0000\u202e\ud800");
        set(Column.CITY, "Zu\u0308rich");
        attribute("note", "a\tb");

        CheckedRecord checked = check.check(raw);

        assertThat(checked.person().name()).isEqualTo("J\u00f6rg  Example");
        assertThat(checked.person().city()).isEqualTo("Z\u00fcrich");
        assertThat(checked.person().attributes()).containsEntry("note", "a b");
        assertThat(checked.findings()).extracting(RecordFinding::field).containsExactly("name", "note");
    }

    @Test
    void joinersThatScriptsAndEmojiNeedStay() {
        set(Column.CUSTOMER_REF, "1");
        set(Column.NAME, "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \ud83d\udc69\u200d\ud83d\udd2c");

        CheckedRecord checked = check.check(raw);

        assertThat(checked.person().name()).isEqualTo(raw.value(Column.NAME));
        assertThat(checked.findings()).isEmpty();
    }

    @Test
    void aFieldThatIsTooLongIsLeftOut() {
        set(Column.CUSTOMER_REF, "1");
        set(Column.NAME, "a".repeat(10_001));
        set(Column.EMAIL, "a".repeat(10_001));
        attribute("note", "b".repeat(10_001));
        attribute("fits", "c".repeat(10_000));

        CheckedRecord checked = check.check(raw);

        assertThat(checked.person().name()).isNull();
        assertThat(checked.person().attributes()).containsOnlyKeys("fits");
        assertThat(checked.findings())
                .extracting(RecordFinding::field)
                .containsExactlyInAnyOrder("name", "email", "note");
    }

    @Test
    void aFieldThatWasNotOneValueIsToldOnce() {
        set(Column.CUSTOMER_REF, "1");
        raw.markUnreadable(new Columns.Target(Column.NAME, null));

        assertThat(check.check(raw).findings()).extracting(RecordFinding::field).containsExactly("name");
    }

    @Test
    void whatCannotBeReadIsRejectedAsAWhole() {
        CheckedRecord checked = check.check(RawRecord.unreadable(3, 4, "is not valid UTF-8"));

        assertThat(checked.person()).isNull();
        assertThat(checked.findings())
                .containsExactly(new RecordFinding(3, 4, FindingKind.REJECT, "record", "is not valid UTF-8"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1000123",
                "0001234567",
                "12025550142",
                "2025550142",
                "004930123456",
                "C-1001",
                "10-2033-1",
                "2024-000123",
                "a.b_c~d-e",
                "0199a1c2-7c1e-7b52-9d1c-3f0e5a8b9c10",
            })
    void aReferenceOfTheUsualFormsIsTaken(String ref) {
        set(Column.CUSTOMER_REF, ref);

        assertThat(check.check(raw).person().customerRef()).isEqualTo(ref);
    }

    @ParameterizedTest
    @CsvSource({
        "ana@example.org, email",
        "+12025550142, telephone",
        "+1 202 555 0142, telephone",
        "202-555-0142, telephone",
        "202.555.0142, telephone",
        "1-202-555-0142, telephone",
        "., letters",
        ".., letters",
        "a b, letters",
        "a/b, letters",
        "a%2Fb, letters",
        "é, letters",
        "'1\u0000', letters",
    })
    void aReferenceThatCannotStandInAUrlRejectsTheRecord(String ref, String problem) {
        set(Column.CUSTOMER_REF, ref);

        CheckedRecord checked = check.check(raw);

        assertThat(checked.person()).isNull();
        assertThat(checked.findings()).singleElement().satisfies(reject -> {
            assertThat(reject.kind()).isEqualTo(FindingKind.REJECT);
            assertThat(reject.field()).isEqualTo("customerRef");
            assertThat(reject.reason()).contains(problem).doesNotContain("ana", "555");
        });
    }

    @Test
    void aMissingOrEndlessReferenceRejectsTheRecord() {
        assertThat(check.check(raw).findings())
                .extracting(RecordFinding::reason)
                .containsExactly("is missing");
        set(Column.CUSTOMER_REF, "a".repeat(65));
        assertThat(check.check(raw).person()).isNull();
        set(Column.CUSTOMER_REF, "a".repeat(64));
        assertThat(check.check(raw).person()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2025550142, (202) 555-0142, US",
        "12025550142, (202) 555-0142, US",
        "0012025550142, +1 202 555 0142, ",
        "03023125014, 030 23125014, DE",
        "3023125014, 030 23125014, DE",
        "555-0142, 202-555-0142, US",
        "2025550142, 2025550142, ",
    })
    void digitsThatAreTheRecordsOwnNumberAreNoReference(String ref, String phone, String country) {
        set(Column.CUSTOMER_REF, ref);
        set(Column.PHONE, phone);
        if (country != null) {
            set(Column.COUNTRY, country);
        }

        assertThat(check.check(raw).findings()).singleElement().satisfies(reject -> assertThat(reject.reason())
                .contains("telephone"));
    }

    @Test
    void itsTextHidesThePerson() {
        set(Column.CUSTOMER_REF, "1");
        set(Column.NAME, "Ana");

        assertThat(check.check(raw).toString()).doesNotContain("Ana");
    }

    private void set(Column column, String value) {
        raw.put(new Columns.Target(column, null), value);
    }

    private void attribute(String name, String value) {
        raw.put(new Columns.Target(null, name), value);
    }
}
