package org.tocsin.affected.intake;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Languages, countries and regions by their codes. */
final class Locales {

    private static final int REMEMBERED = 1000;
    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
    private static final Set<String> LANGUAGES = Set.copyOf(Arrays.asList(Locale.getISOLanguages()));

    // Reading a tag costs more than the rest of a record; an upload has a handful of them.
    private final Map<String, String> tags = new HashMap<>();

    /** The canonical BCP 47 tag, or null when the text is none; {@code de_AT} is read as {@code de-AT}. */
    String locale(String text) {
        String known = tags.get(text);
        if (known != null) {
            return known;
        }
        String tag = canonicalTag(text);
        if (tag != null && tags.size() < REMEMBERED) {
            tags.put(text, tag);
        }
        return tag;
    }

    /** The ISO 3166-1 alpha-2 code, or null when the text is none. */
    static String country(String text) {
        String code = text.toUpperCase(Locale.ROOT);
        return COUNTRIES.contains(code) ? code : null;
    }

    /**
     * The part of an ISO 3166-2 code behind the country, or null when the text is none; {@code US-CA} is read as {@code CA}.
     *
     * @param country the record's country, or null
     */
    static String region(String text, String country) {
        String code = text.toUpperCase(Locale.ROOT);
        String part = country != null && code.startsWith(country + "-") ? code.substring(country.length() + 1) : code;
        boolean valid = part.length() >= 1
                && part.length() <= 3
                && part.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
        return valid ? part : null;
    }

    private static String canonicalTag(String text) {
        try {
            Locale locale =
                    new Locale.Builder().setLanguageTag(text.replace('_', '-')).build();
            // A tag's language may be any two or three letters; only those with a meaning name a language.
            return LANGUAGES.contains(locale.getLanguage())
                            || locale.getLanguage().length() == 3
                    ? locale.toLanguageTag()
                    : null;
        } catch (IllformedLocaleException e) {
            return null;
        }
    }
}
