package org.tocsin.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;

/**
 * One telephone number in its one international form.
 *
 * @param value E.164, such as {@code +12025550142}
 */
public record PhoneNumber(String value) {

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final int MAX_TEXT_LENGTH = 64;
    private static final int DIGITS_SHOWN = 4;
    private static final int NORTH_AMERICA = 1;
    private static final int NORTH_AMERICAN_LENGTH = 12;

    /**
     * Reads one number by the numbering plans of libphonenumber.
     *
     * @param country ISO 3166-1 alpha-2 of the country whose national numbers are meant, or null: then only numbers with
     *     {@code +} or {@code 00} can be read
     */
    public static Parsed<PhoneNumber> parse(String text, String country) {
        String number = text.strip();
        if (number.length() > MAX_TEXT_LENGTH || number.chars().anyMatch(Character::isLetter)) {
            // Letters would be read as a vanity number or an extension, which no message can reach.
            return Parsed.unusable("is not a telephone number");
        }
        Phonenumber.PhoneNumber parsed = read(number, country);
        // The prefix of most of the world, in a record whose country dials another one or is not told.
        if (number.startsWith("00") && !isValid(parsed, country)) {
            parsed = read("+" + number.substring(2), null);
        }
        if (isValid(parsed, country)) {
            return Parsed.usable(new PhoneNumber(NUMBERS.format(parsed, PhoneNumberFormat.E164)));
        }
        if (parsed == null && country == null) {
            return Parsed.unusable("has no country code, and the record has no country");
        }
        return Parsed.unusable("is not a valid telephone number");
    }

    /** Enough to recognise the number, not enough to call it: {@code +1******0142}. */
    public String mask() {
        Phonenumber.PhoneNumber parsed = read(value, null);
        int countryDigits =
                parsed == null ? 0 : String.valueOf(parsed.getCountryCode()).length();
        int hiddenFrom = 1 + countryDigits;
        int shownFrom = Math.max(hiddenFrom, value.length() - DIGITS_SHOWN);
        return value.substring(0, hiddenFrom) + "*".repeat(shownFrom - hiddenFrom) + value.substring(shownFrom);
    }

    @Override
    public String toString() {
        return "PhoneNumber[...]";
    }

    private static Phonenumber.PhoneNumber read(String number, String country) {
        if (isInNorthAmericanForm(number)) {
            return new Phonenumber.PhoneNumber()
                    .setCountryCode(NORTH_AMERICA)
                    .setNationalNumber(Long.parseLong(number, 2, NORTH_AMERICAN_LENGTH, 10));
        }
        try {
            return NUMBERS.parse(number, country);
        } catch (NumberParseException e) {
            return null; // its message says no more than that, and may quote the number
        }
    }

    // +1 and ten digits, the first of them no prefix: there is nothing in it to be stripped or guessed, which took more
    // than a third of the time of reading a record.
    private static boolean isInNorthAmericanForm(String number) {
        return number.length() == NORTH_AMERICAN_LENGTH
                && number.startsWith("+1")
                && number.charAt(2) >= '2'
                && number.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isValid(Phonenumber.PhoneNumber parsed, String country) {
        if (parsed == null || parsed.hasExtension()) {
            return false;
        }
        // Most numbers are of their record's country; to ask for all that share its code (+1: 25) takes twice as long.
        return NUMBERS.isValidNumberForRegion(parsed, country) || NUMBERS.isValidNumber(parsed);
    }
}
