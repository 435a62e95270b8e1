package org.tocsin.compose;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tocsin.template.wording.Words;

/** Dates as a notice spells them: the month as a word, so that no reader takes the day for the month. */
final class NoticeDates {

    private final DateTimeFormatter format;

    NoticeDates(String locale) {
        this.format = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(Locale.forLanguageTag(locale));
    }

    /** The UTC date of a moment; empty when it is not known. */
    String on(Instant moment) {
        return moment == null ? "" : format.format(moment.atZone(ZoneOffset.UTC).toLocalDate());
    }

    /** One day, or a span with one or both ends; empty when neither is known, or words for a span are missing. */
    String span(LocalDate from, LocalDate to, Optional<Words> words) {
        if (from != null && from.equals(to)) {
            return format.format(from);
        }
        String start = from == null ? "" : format.format(from);
        String end = to == null ? "" : format.format(to);
        if (words.isEmpty() || (from == null && to == null)) {
            return "";
        }
        String key = from == null ? "date.until" : to == null ? "date.since" : "date.range";
        return words.get().fill(key, Map.of("from", start, "to", end));
    }
}
