package org.tocsin.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.tocsin.platform.http.Violation;

/** What an incident must be, when it is opened and after every amendment. */
final class IncidentCheck {

    private static final int MAX_REFERENCE_CHARS = 64;
    private static final int MAX_LINE_CHARS = 200;
    private static final int MAX_TEXT_CHARS = 20_000;
    private static final int MAX_LANGUAGES = 100;
    private static final int MAX_MILESTONES = 100;
    private static final int MAX_TAG_CHARS = 35; // RFC 5646, 4.4.1: what every implementation must take
    private static final Pattern MILESTONE_NAME = Pattern.compile("[a-z][A-Za-z]{1,40}");
    private static final LocalDate EARLIEST = LocalDate.of(1970, 1, 1);
    // Somewhere on earth it is already tomorrow.
    private static final Duration AHEAD = Duration.ofDays(1);

    private final NewIncident incident;
    private final Instant latest;
    private final Violations violations = new Violations();

    private IncidentCheck(NewIncident incident, Instant now) {
        this.incident = incident;
        this.latest = now.plus(AHEAD);
    }

    /** Everything that is wrong with an incident; empty when nothing is. */
    static List<Violation> of(NewIncident incident, Instant now) {
        IncidentCheck check = new IncidentCheck(incident, now);
        check.lines();
        check.dates();
        check.dataTypes();
        check.languages();
        check.milestones();
        ContactsCheck.of(incident.contacts(), check.violations);
        return check.violations.found();
    }

    private void lines() {
        violations.add("reference", PlainText.problemOfLine(incident.reference(), MAX_REFERENCE_CHARS));
        violations.add("title", PlainText.problemOfLine(incident.title(), MAX_LINE_CHARS));
        violations.add("organisation", PlainText.problemOfLine(incident.organisation(), MAX_LINE_CHARS));
    }

    private void dates() {
        date("occurredFrom", incident.occurredFrom());
        date("occurredTo", incident.occurredTo());
        if (incident.occurredFrom() != null
                && incident.occurredTo() != null
                && incident.occurredFrom().isAfter(incident.occurredTo())) {
            violations.add("occurredTo", "must not be before occurredFrom");
        }
    }

    private void date(String field, LocalDate date) {
        if (date != null && (date.isBefore(EARLIEST) || date.isAfter(LocalDate.ofInstant(latest, ZoneOffset.UTC)))) {
            violations.add(field, "must be a day from " + EARLIEST + " to today");
        }
    }

    private void dataTypes() {
        boolean complete = noneMissing("dataInvolved", incident.dataInvolved())
                & noneMissing("notInvolved", incident.notInvolved());
        if (complete && incident.dataInvolved().stream().anyMatch(incident.notInvolved()::contains)) {
            violations.add("notInvolved", "must not have what dataInvolved has");
        }
    }

    private boolean noneMissing(String field, List<DataType> types) {
        boolean complete = types.stream().noneMatch(Objects::isNull);
        if (!complete) {
            violations.add(field, "must not have a null");
        }
        return complete;
    }

    private void languages() {
        if (incident.facts().isEmpty() || incident.facts().size() > MAX_LANGUAGES) {
            violations.add("facts", "must be in at least one language and at most " + MAX_LANGUAGES);
            return;
        }
        incident.facts().forEach((tag, facts) -> {
            if (!isCanonical(tag)) {
                violations.add(
                        "facts", "must be named by language tags (BCP 47) in their usual spelling, as en or pt-BR");
            } else if (facts == null) {
                violations.add("facts[" + tag + "]", "must not be null");
            } else {
                text(tag, "whatHappened", facts.whatHappened());
                text(tag, "whatWeAreDoing", facts.whatWeAreDoing());
                text(tag, "whatYouCanDo", facts.whatYouCanDo());
            }
        });
    }

    private void text(String tag, String name, String text) {
        violations.add("facts[" + tag + "]." + name, PlainText.problemOf(text, MAX_TEXT_CHARS));
    }

    private static boolean isCanonical(String tag) {
        if (tag.length() > MAX_TAG_CHARS) {
            return false;
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            return !locale.getLanguage().isEmpty() && locale.toLanguageTag().equals(tag);
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    private void milestones() {
        if (incident.milestones().size() > MAX_MILESTONES) {
            violations.add("milestones", "must not be more than " + MAX_MILESTONES);
            return;
        }
        incident.milestones().forEach((name, at) -> {
            if (!MILESTONE_NAME.matcher(name).matches()) {
                violations.add("milestones", "must be named by 2 to 41 letters, the first of them small");
            } else if (at == null) {
                violations.add("milestones." + name, "must not be null");
            } else if (at.isBefore(EARLIEST.atStartOfDay().toInstant(ZoneOffset.UTC)) || at.isAfter(latest)) {
                violations.add("milestones." + name, "must be a time from " + EARLIEST + " to now");
            }
        });
    }
}
