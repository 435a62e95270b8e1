package org.tocsin.receipt.bounce;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mailboxes in what was written by programs, for people. */
final class Addresses {

    // Possessive where it could try again: what is searched is whatever somebody sends.
    static final Pattern MAILBOX = Pattern.compile(
            "[\\p{L}\\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\\p{L}\\p{N}-]{1,63}+(?:\\.[\\p{L}\\p{N}-]{1,63}+){0,20}+");
    private static final Pattern ROLE =
            Pattern.compile("(?:mailer-?daemon|post_?master|no-?reply|abuse)@.*", Pattern.CASE_INSENSITIVE);

    private Addresses() {}

    /** The mailboxes in a text, in its order and in lower case. */
    static Set<String> in(String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = MAILBOX.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group().toLowerCase(Locale.ROOT));
        }
        return found;
    }

    /** Whether it is a mail system's own mailbox rather than a person's. */
    static boolean isRole(String address) {
        return ROLE.matcher(address).matches();
    }

    /** The mailbox in a report's field, {@code rfc822; somebody@example.org}, or null. */
    static String ofField(String field) {
        String address = field.substring(field.indexOf(';') + 1).strip();
        address = address.replaceAll("^[<\"' ]+|[>\"' ]+$", "");
        if (address.indexOf('@') > 0 && address.indexOf(' ') < 0) {
            return address;
        }
        Matcher matcher = MAILBOX.matcher(field);
        return matcher.find() ? matcher.group() : address.isEmpty() ? null : address;
    }
}
