package org.tocsin.channel.email;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One plain mailbox, ready for the wire: an ASCII local part without quoting and a domain in ASCII.
 *
 * <p>Tocsin does not use SMTPUTF8 (RFC 6531): a relay that has it may still hand on to one that has not.
 *
 * @param domain punycode where it was international
 */
record Mailbox(String localPart, String domain) {

    // RFC 5322 atext; dots anywhere, because some operators gave out addresses with two in a row.
    private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}");
    private static final Pattern DOMAIN =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]");
    // IDNA 2003, which Java speaks, maps these to other letters or to nothing, and so to somebody else's domain.
    private static final Pattern MAPPED_ELSEWHERE = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");
    private static final int MAX_CHARS = 254;

    static Optional<Mailbox> parse(String address) {
        int at = address.indexOf('@');
        if (at < 1 || at != address.lastIndexOf('@')) {
            return Optional.empty();
        }
        String localPart = address.substring(0, at);
        String domain = address.substring(at + 1);
        if (!LOCAL_PART.matcher(localPart).matches()
                || MAPPED_ELSEWHERE.matcher(domain).find()) {
            return Optional.empty();
        }
        try {
            String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            Mailbox mailbox = new Mailbox(localPart, ascii);
            return DOMAIN.matcher(ascii).matches() && mailbox.address().length() <= MAX_CHARS
                    ? Optional.of(mailbox)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String address() {
        return localPart + "@" + domain;
    }

    @Override
    public String toString() {
        return "Mailbox"; // a person's address may not reach a log
    }
}
