package org.tocsin.channel.email;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One plain mailbox, ready for the wire: a local part without quoting and a domain in ASCII.
 *
 * @param domain punycode where it was international
 */
record Mailbox(String localPart, String domain) {

    // RFC 5322 atext; dots anywhere, because some operators gave out addresses with two in a row.
    private static final Pattern ASCII_LOCAL_PART = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+");
    // RFC 6531, 3.3 adds all of Unicode; of that, what contact.EmailAddress takes.
    private static final Pattern LOCAL_PART =
            Pattern.compile("[[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-][\\P{ASCII}&&[\\p{L}\\p{Mn}\\p{Mc}\\p{Nd}]]]+");
    private static final Pattern DOMAIN =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]");
    // IDNA 2003, which Java speaks, maps these to other letters or to nothing, and so to somebody else's domain.
    private static final Pattern MAPPED_ELSEWHERE = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");
    // RFC 5321, 4.5.3.1, in octets
    private static final int MAX_LOCAL_BYTES = 64;
    private static final int MAX_BYTES = 254;

    /** One of our own, whose bounces must find back through every server: in ASCII. */
    static Optional<Mailbox> sender(String address) {
        return parse(address, ASCII_LOCAL_PART);
    }

    /** Somebody else's, with a local part in any script. */
    static Optional<Mailbox> recipient(String address) {
        return parse(address, LOCAL_PART);
    }

    private static Optional<Mailbox> parse(String address, Pattern localParts) {
        int at = address.indexOf('@');
        if (at < 1 || at != address.lastIndexOf('@')) {
            return Optional.empty();
        }
        String localPart = address.substring(0, at);
        String domain = address.substring(at + 1);
        if (!localParts.matcher(localPart).matches()
                || MAPPED_ELSEWHERE.matcher(domain).find()) {
            return Optional.empty();
        }
        try {
            String ascii = inAscii(domain);
            int localBytes = localPart.getBytes(StandardCharsets.UTF_8).length;
            return localBytes <= MAX_LOCAL_BYTES
                            && localBytes + 1 + ascii.length() <= MAX_BYTES
                            && DOMAIN.matcher(ascii).matches()
                    ? Optional.of(new Mailbox(localPart, ascii))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // Nearly every domain is plain already, and the pattern that it must match asks for more than the mapping would.
    private static String inAscii(String domain) {
        boolean plain = domain.chars().allMatch(c -> c < 0x80);
        return (plain ? domain : IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES)).toLowerCase(Locale.ROOT);
    }

    String address() {
        return localPart + "@" + domain;
    }

    /** Whether every server on the way must know SMTPUTF8 (RFC 6531). */
    boolean international() {
        return localPart.chars().anyMatch(c -> c > '~');
    }

    @Override
    public String toString() {
        return "Mailbox"; // a person's address may not reach a log
    }
}
