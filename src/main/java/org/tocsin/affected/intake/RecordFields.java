package org.tocsin.affected.intake;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tocsin.affected.FindingKind;
import org.tocsin.affected.RecordFinding;
import org.tocsin.affected.Relationship;
import org.tocsin.contact.EmailAddress;
import org.tocsin.contact.Parsed;
import org.tocsin.contact.PhoneNumber;
import org.tocsin.incident.DataType;

/** The fields of one record, each read by its rule; at most one warning for each. */
final class RecordFields {

    private static final int MAX_FIELD_LENGTH = 10_000;

    private final RawRecord raw;
    private final LocalDate today;
    private final Locales locales;
    private final Map<String, RecordFinding> warnings = new LinkedHashMap<>();

    RecordFields(RawRecord raw, LocalDate today, Locales locales) {
        this.raw = raw;
        this.today = today;
        this.locales = locales;
    }

    String country() {
        String text = value(Column.COUNTRY);
        String country = text == null ? null : Locales.country(text);
        return orWarn(Column.COUNTRY, text, country, "is not an ISO 3166-1 alpha-2 code");
    }

    String region(String country) {
        String text = value(Column.REGION);
        String region = text == null ? null : Locales.region(text, country);
        return orWarn(Column.REGION, text, region, "is not the part of an ISO 3166-2 code behind the country");
    }

    String locale() {
        String text = value(Column.LOCALE);
        String tag = text == null ? null : locales.locale(text);
        return orWarn(Column.LOCALE, text, tag, "is not a BCP 47 language tag");
    }

    EmailAddress email() {
        String text = value(Column.EMAIL);
        return text == null ? null : orWarn(Column.EMAIL, EmailAddress.parse(text));
    }

    PhoneNumber phone(String country) {
        String text = value(Column.PHONE);
        return text == null ? null : orWarn(Column.PHONE, PhoneNumber.parse(text, country));
    }

    Relationship relationship() {
        String text = value(Column.RELATIONSHIP);
        Relationship relationship = Stream.of(Relationship.values())
                .filter(known -> known.name().equalsIgnoreCase(text))
                .findFirst()
                .orElse(null);
        return orWarn(Column.RELATIONSHIP, text, relationship, "is not a known relationship");
    }

    LocalDate dateOfBirth() {
        String text = value(Column.DATE_OF_BIRTH);
        LocalDate date = null;
        try {
            date = text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return orWarn(Column.DATE_OF_BIRTH, text, null, "is not a date as YYYY-MM-DD");
        }
        LocalDate past = date == null || date.isAfter(today) ? null : date;
        return orWarn(Column.DATE_OF_BIRTH, text, past, "lies in the future");
    }

    /** Every known code stays: to leave out what is known would tell the person less than the truth. */
    SortedSet<DataType> dataTypes() {
        SortedSet<DataType> types = new TreeSet<>();
        String text = value(Column.DATA_TYPES);
        if (text == null) {
            return types;
        }
        for (String code : text.split(";")) {
            try {
                if (!code.isBlank()) {
                    types.add(DataType.valueOf(code.strip().toUpperCase(Locale.ROOT)));
                }
            } catch (IllegalArgumentException e) {
                warn(Column.DATA_TYPES.label(), "has a code that is not known, which is left out");
            }
        }
        return types;
    }

    List<String> postalAddress() {
        List<String> lines = new ArrayList<>(4);
        addLine(lines, Column.POSTAL_ADDRESS_1);
        addLine(lines, Column.POSTAL_ADDRESS_2);
        addLine(lines, Column.POSTAL_ADDRESS_3);
        addLine(lines, Column.POSTAL_ADDRESS_4);
        return lines;
    }

    private void addLine(List<String> lines, Column column) {
        String line = text(column);
        if (line != null) {
            lines.add(line);
        }
    }

    String text(Column column) {
        String text = value(column);
        return text == null ? null : clean(column.label(), text);
    }

    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        raw.attributes().forEach((name, text) -> {
            String value = isTooLong(name, text) ? null : clean(name, text);
            if (value != null) {
                attributes.put(name, value);
            }
        });
        return attributes;
    }

    void warnOfUnreadable() {
        raw.unreadableFields().forEach(field -> warn(field, "is not one value"));
    }

    List<RecordFinding> warnings() {
        return List.copyOf(warnings.values());
    }

    private String value(Column column) {
        String text = raw.value(column);
        return text == null || isTooLong(column.label(), text) ? null : text.strip();
    }

    private boolean isTooLong(String field, String text) {
        if (text.length() <= MAX_FIELD_LENGTH) {
            return false;
        }
        warn(field, "is longer than " + MAX_FIELD_LENGTH + " characters");
        return true;
    }

    private String clean(String field, String text) {
        if (!PlainText.isClean(text)) {
            warn(field, "has control characters, which are removed");
        }
        return PlainText.clean(text);
    }

    private <T> T orWarn(Column column, String text, T value, String reason) {
        if (text != null && value == null) {
            warn(column.label(), reason);
        }
        return value;
    }

    private <T> T orWarn(Column column, Parsed<T> parsed) {
        if (parsed.value() == null) {
            warn(column.label(), parsed.problem());
        }
        return parsed.value();
    }

    private void warn(String field, String reason) {
        warnings.putIfAbsent(field, new RecordFinding(raw.position(), raw.line(), FindingKind.WARNING, field, reason));
    }
}
