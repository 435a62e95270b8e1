package org.tocsin.contact;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * One mailbox, normalised so that two spellings of it compare equal and two mailboxes never do.
 *
 * <p>The domain is in lower case and in its ASCII form; the local part is kept as it was written, because its host
 * alone knows whether case, dots and plus tags matter there. Quoted local parts and address literals are refused: next to
 * nobody has one, and they are where parsers disagree.
 *
 * <p>A local part may have letters, marks and digits of any script, composed (NFC). Such an address needs a relay that knows
 * SMTPUTF8 (RFC 6531); where there is none, the email is refused as unsendable and the person's next channel opens.
 *
 * @param value the address as it goes on an envelope
 */
public record EmailAddress(String value) {

    // RFC 5321, 4.5.3.1: octets; the path's 256 include its angle brackets.
    private static final int MAX_LOCAL_BYTES = 64;
    private static final int MAX_ADDRESS_BYTES = 254;

    private static final int ASCII_END = 0x80;
    private static final String ATEXT_MARKS = "!#$%&'*+-/=?^_`{|}~";

    /** Reads one address, without a display name, a comment or a list. */
    public static Parsed<EmailAddress> parse(String text) {
        String stripped = text.strip();
        int at = stripped.lastIndexOf('@');
        if (at < 0) {
            return Parsed.unusable("has no @");
        }
        String local = Normalizer.normalize(stripped.substring(0, at), Normalizer.Form.NFC);
        String problem = problemOfLocalPart(local);
        if (problem != null) {
            return Parsed.unusable(problem);
        }
        Parsed<String> domain = DomainName.parse(stripped.substring(at + 1));
        if (domain.value() == null) {
            return Parsed.unusable(domain.problem());
        }
        String address = local + "@" + domain.value();
        if (bytes(address) > MAX_ADDRESS_BYTES) {
            return Parsed.unusable("is longer than " + MAX_ADDRESS_BYTES + " bytes");
        }
        return Parsed.usable(new EmailAddress(address));
    }

    public String domain() {
        return value.substring(value.lastIndexOf('@') + 1);
    }

    /** Enough to recognise the address, not enough to write to it: {@code j***@example.org}. */
    public String mask() {
        return value.substring(0, value.offsetByCodePoints(0, 1)) + "***@" + domain();
    }

    /** Fit to be kept for long, for a domain can be a person's own: {@code j***@e***.org}. */
    public String maskToKeep() {
        String domain = domain();
        String top = domain.substring(Math.max(0, domain.lastIndexOf('.')));
        return value.substring(0, value.offsetByCodePoints(0, 1)) + "***@"
                + domain.substring(0, domain.offsetByCodePoints(0, 1)) + "***" + top;
    }

    @Override
    public String toString() {
        return "EmailAddress[...]";
    }

    /** RFC 5321, 4.1.2: Dot-string; RFC 6531, 3.3. */
    private static String problemOfLocalPart(String local) {
        if (local.isEmpty()) {
            return "has nothing before the @";
        }
        if (bytes(local) > MAX_LOCAL_BYTES) {
            return "has more than " + MAX_LOCAL_BYTES + " bytes before the @";
        }
        if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return "has a dot at an end of the part before the @, or two in a row";
        }
        if (!local.codePoints().allMatch(c -> c < ASCII_END ? isAtextOrDot(c) : isWordCharacter(c))
                || isMark(local.codePointAt(0))) {
            return "has a character before the @ that cannot be mailed to";
        }
        return null;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    // No symbols, spaces or invisible characters: they make two mailboxes look like one.
    private static boolean isWordCharacter(int c) {
        return Character.isLetterOrDigit(c) || isMark(c);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isAtextOrDot(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || ATEXT_MARKS.indexOf(c) >= 0;
    }
}
