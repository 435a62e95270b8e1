package org.tocsin.incident;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tocsin.contact.EmailAddress;

/** What an incident's contacts must be: a notice without a way to ask is no notice. */
final class ContactsCheck {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final int MAX_EMAIL_CHARS = 254; // RFC 5321, 4.5.3.1.3, without the angle brackets
    private static final int MAX_URL_CHARS = 2000;
    private static final int MAX_HOURS_CHARS = 200;

    private ContactsCheck() {}

    static void of(Contacts contacts, Violations violations) {
        if (contacts == null || contacts.phone() == null && contacts.email() == null && contacts.url() == null) {
            violations.add("contacts", "must have at least one of phone, email and url");
            return;
        }
        violations.add("contacts.phone", problemOfPhone(contacts.phone()));
        violations.add("contacts.email", problemOfEmail(contacts.email()));
        violations.add("contacts.url", problemOfUrl(contacts.url()));
        if (contacts.hours() != null) {
            violations.add("contacts.hours", PlainText.problemOfLine(contacts.hours(), MAX_HOURS_CHARS));
        }
    }

    // Looser than a person's own number: an incident line can be one that libphonenumber's plans do not know yet.
    private static Optional<String> problemOfPhone(String phone) {
        return phone == null || E164.matcher(phone).matches()
                ? Optional.empty()
                : Optional.of("must be an international number (E.164), + and digits only");
    }

    private static Optional<String> problemOfEmail(String email) {
        if (email == null) {
            return Optional.empty();
        }
        return PlainText.problemOfLine(email, MAX_EMAIL_CHARS)
                .or(() -> Optional.ofNullable(EmailAddress.parse(email).problem()));
    }

    private static Optional<String> problemOfUrl(String url) {
        return url == null || url.length() <= MAX_URL_CHARS && isHttps(url)
                ? Optional.empty()
                : Optional.of("must be an https address with a host, at most " + MAX_URL_CHARS + " characters");
    }

    private static boolean isHttps(String url) {
        try {
            URI uri = new URI(url);
            return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
