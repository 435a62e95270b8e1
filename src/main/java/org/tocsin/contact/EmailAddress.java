package org.tocsin.contact;

import java.text.Normalizer;

/**
 * One mailbox, normalised so that two spellings of it compare equal and two mailboxes never do.
 *
 * <p>The domain is in lower case and in its ASCII form; the local part is kept as it was written (NFC), because its host
 * alone knows whether case, dots and plus tags matter there. Quoted local parts and address literals are refused: next to
 * nobody has one, and they are where parsers disagree.
 *
 * @param value the address as it goes on an envelope
 */
public record EmailAddress(String value) {

    // RFC 5321, 4.5.3.1: octets; the path's 256 include its angle brackets.
    private static final int MAX_LOCAL_BYTES = 64;
    private static final int MAX_ADDRESS_BYTES = 254;

    private static final String ATEXT_MARKS = "!#$%&'*+-/=?^_`{|}~";

    /** Reads one address, without a display name, a comment or a list. */
    public static Parsed<EmailAddress> parse(String text) {
        String address = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        int at = address.lastIndexOf('@');
        if (at < 0) {
            return Parsed.unusable("has no @");
        }
        String local = address.substring(0, at);
        String problem = problemOfLocalPart(local);
        if (problem != null) {
            return Parsed.unusable(problem);
        }
        Parsed<String> domain = DomainName.parse(address.substring(at + 1));
        if (domain.value() == null) {
            return Parsed.unusable(domain.problem());
        }
        int bytes = utf8Length(local) + 1 + domain.value().length();
        if (bytes > MAX_ADDRESS_BYTES) {
            return Parsed.unusable("is longer than " + MAX_ADDRESS_BYTES + " bytes");
        }
        return Parsed.usable(new EmailAddress(local + "@" + domain.value()));
    }

    public String domain() {
        return value.substring(value.lastIndexOf('@') + 1);
    }

    /** Enough to recognise the address, not enough to write to it: {@code j***@example.org}. */
    public String mask() {
        return value.substring(0, value.offsetByCodePoints(0, 1)) + "***@" + domain();
    }

    @Override
    public String toString() {
        return "EmailAddress[...]";
    }

    /** RFC 5321, 4.1.2 Dot-string, with the characters that RFC 6531 adds. */
    private static String problemOfLocalPart(String local) {
        if (local.isEmpty()) {
            return "has nothing before the @";
        }
        if (utf8Length(local) > MAX_LOCAL_BYTES) {
            return "has more than " + MAX_LOCAL_BYTES + " bytes before the @";
        }
        if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return "has a dot at an end of the part before the @, or two in a row";
        }
        if (!local.codePoints().allMatch(EmailAddress::mayStandInLocalPart)) {
            return "has a character that an address cannot have";
        }
        return null;
    }

    private static boolean mayStandInLocalPart(int c) {
        if (c < 0x80) {
            return Character.isLetterOrDigit(c) || c == '.' || ATEXT_MARKS.indexOf(c) >= 0;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static int utf8Length(String text) {
        return text.codePoints()
                .map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                .sum();
    }
}
