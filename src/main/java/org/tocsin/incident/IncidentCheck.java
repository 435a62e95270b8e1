package org.tocsin.incident;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tocsin.contact.EmailAddress;
import org.tocsin.contact.PhoneNumber;

/**
 * The rules of an incident that one field alone cannot tell; a field that is missing is told by its own constraint.
 * Public, because Bean Validation makes it.
 */
public class IncidentCheck implements ConstraintValidator<ConsistentIncident, IncidentForm> {

    private static final Pattern MILESTONE = Pattern.compile("[a-z][A-Za-z]{1,40}");
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2200;
    private static final int MAX_URL_CHARS = 500;

    @Override
    public boolean isValid(IncidentForm form, ConstraintValidatorContext context) {
        context.disableDefaultConstraintViolation();
        Findings findings = new Findings(context);
        dates(form, findings);
        data(form, findings);
        facts(form, findings);
        milestones(form, findings);
        contacts(form.contacts(), findings);
        return findings.none;
    }

    private static void dates(IncidentForm form, Findings findings) {
        LocalDate from = form.occurredFrom();
        LocalDate to = form.occurredTo();
        findings.addUnless(from == null || isSensible(from.getYear()), "occurredFrom", "must be a date of our times");
        findings.addUnless(to == null || isSensible(to.getYear()), "occurredTo", "must be a date of our times");
        findings.addUnless(
                from == null || to == null || !to.isBefore(from), "occurredTo", "must not be before occurredFrom");
    }

    private static void data(IncidentForm form, Findings findings) {
        findings.addUnless(
                Collections.disjoint(form.dataInvolved(), form.notInvolved()),
                "notInvolved",
                "must not name data that dataInvolved names too");
    }

    private static void facts(IncidentForm form, Findings findings) {
        findings.addUnless(
                form.facts() == null || form.facts().keySet().stream().allMatch(IncidentCheck::isCanonicalLanguage),
                "facts",
                "must be named by language tags (BCP 47) in canonical form, such as en or de-AT");
    }

    private static void milestones(IncidentForm form, Findings findings) {
        findings.addUnless(
                form.milestones().keySet().stream()
                        .allMatch(name -> MILESTONE.matcher(name).matches()),
                "milestones",
                "must be named by 2 to 41 letters, the first a small one, such as discovered");
        findings.addUnless(
                form.milestones().values().stream().allMatch(at -> at == null || isSensible(yearOf(at))),
                "milestones",
                "must be times of our times");
    }

    private static void contacts(Contacts contacts, Findings findings) {
        if (contacts == null) {
            return;
        }
        findings.addUnless(
                contacts.phone() != null || contacts.email() != null || contacts.url() != null,
                "contacts",
                "must name a phone, an email or a url");
        findings.addUnless(
                contacts.phone() == null
                        || PhoneNumber.parse(contacts.phone(), null).optional().isPresent(),
                "contacts.phone",
                "must be a phone number in international form, such as +12025550100");
        findings.addUnless(
                contacts.email() == null
                        || EmailAddress.parse(contacts.email()).optional().isPresent(),
                "contacts.email",
                "must be an email address");
        findings.addUnless(
                contacts.url() == null || isHttps(contacts.url()), "contacts.url", "must be an https address");
    }

    private static boolean isCanonicalLanguage(String tag) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            return !locale.getLanguage().isEmpty() && locale.toLanguageTag().equals(tag);
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    private static boolean isHttps(String url) {
        try {
            URI uri = new URI(url);
            return url.length() <= MAX_URL_CHARS
                    && "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    // PostgreSQL's calendar ends long before Java's, and a notice about the year 292278993 is a typing error.
    private static boolean isSensible(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    private static int yearOf(Instant at) {
        return at.atOffset(ZoneOffset.UTC).getYear();
    }

    /** Collects violations under the names of their fields. */
    private static final class Findings {

        private final ConstraintValidatorContext context;
        private boolean none = true;

        Findings(ConstraintValidatorContext context) {
            this.context = context;
        }

        void addUnless(boolean holds, String field, String message) {
            if (!holds) {
                none = false;
                context.buildConstraintViolationWithTemplate(message)
                        .addPropertyNode(field)
                        .addConstraintViolation();
            }
        }
    }
}
