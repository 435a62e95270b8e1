package org.tocsin.affected.intake;

import java.util.regex.Pattern;
import org.tocsin.contact.PhoneNumber;

/**
 * What may be a customer reference. It stands in URLs, logs and exports, so it must not be a way to reach the customer.
 *
 * <p>Digits alone are allowed, for most references are just that, unless they are the record's own telephone number.
 */
final class CustomerRefs {

    private static final int MAX_LENGTH = 64;
    private static final int SHORTEST_PHONE_DIGITS = 7;

    /** Written as numbers are in North America, with or without the country code. */
    private static final Pattern GROUPED_PHONE = Pattern.compile("(1[-.])?[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}");

    private static final Pattern INTERNATIONAL_PHONE = Pattern.compile("\\+[0-9 ().-]{6,}");

    private CustomerRefs() {}

    /**
     * Why a text is no customer reference, or null when it is one.
     *
     * @param phoneText the record's phone as it came, or null
     * @param phone the same when it could be read, or null
     */
    static String problem(String ref, String phoneText, PhoneNumber phone) {
        if (ref == null) {
            return "is missing";
        }
        if (ref.indexOf('@') >= 0) {
            return "looks like an email address; it will stand in URLs";
        }
        if (isPhone(ref, phoneText, phone)) {
            return "looks like a telephone number; it will stand in URLs";
        }
        // Alone in a path, dots would name another resource (RFC 3986, 5.2.4).
        if (ref.length() > MAX_LENGTH || !ref.chars().allMatch(CustomerRefs::isUnreserved) || isDots(ref)) {
            return "must be 1 to " + MAX_LENGTH + " letters, digits or any of . _ ~ -";
        }
        return null;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._~-".indexOf(c) >= 0;
    }

    private static boolean isDots(String ref) {
        return ref.equals(".") || ref.equals("..");
    }

    private static boolean isPhone(String ref, String phoneText, PhoneNumber phone) {
        if (ref.startsWith("+")) {
            return INTERNATIONAL_PHONE.matcher(ref).matches();
        }
        return GROUPED_PHONE.matcher(ref).matches() || isOwnPhone(ref, phoneText, phone);
    }

    private static boolean isOwnPhone(String ref, String phoneText, PhoneNumber phone) {
        if (phoneText == null || ref.chars().anyMatch(c -> "0123456789.-".indexOf(c) < 0)) {
            return false;
        }
        String refDigits = digits(ref);
        if (refDigits.length() < SHORTEST_PHONE_DIGITS) {
            return false;
        }
        // With or without trunk zero, country code and international prefix, the end is the same.
        String withoutZeros = refDigits.replaceFirst("^0+", "");
        return refDigits.equals(digits(phoneText))
                || (phone != null
                        && withoutZeros.length() >= SHORTEST_PHONE_DIGITS
                        && phone.value().endsWith(withoutZeros));
    }

    private static String digits(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        text.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> digits.append((char) c));
        return digits.toString();
    }
}
