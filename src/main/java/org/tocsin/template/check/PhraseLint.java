package org.tocsin.template.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tocsin.template.syntax.Place;
import org.tocsin.template.wording.Words;

/** Phrases and links that make a true notice look evasive or fraudulent. */
final class PhraseLint {

    // A shortened link in T-Mobile's text of August 2018 made the press call it a likely phishing attempt.
    private static final Pattern SHORTENER = Pattern.compile(
            "(?i)\\b(?:bit\\.ly|tinyurl\\.com|t\\.co|goo\\.gl|ow\\.ly|is\\.gd|buff\\.ly|rb\\.gy|cutt\\.ly|t\\.ly|rebrand\\.ly|"
                    + "shorturl\\.at|tiny\\.cc|lnkd\\.in)/");

    private PhraseLint() {}

    static List<Finding> check(String variant, String locale, String source) {
        List<Finding> findings = new ArrayList<>();
        Matcher shortener = SHORTENER.matcher(source);
        if (shortener.find()) {
            findings.add(Finding.warning(
                    variant,
                    Place.of(source, shortener.start()),
                    "a shortened link looks like fraud: give the organisation's own address in full"));
        }
        Optional<Words> words = Words.find(locale);
        if (words.isPresent()) {
            String lower = source.toLowerCase(Locale.ROOT);
            for (String phrase : words.get().vaguePhrases()) {
                int at = lower.indexOf(phrase);
                if (at >= 0) {
                    findings.add(Finding.warning(
                            variant,
                            Place.of(lower, at),
                            "\"" + phrase + "\" sounds evasive: say what is known, and what is not"));
                }
            }
        }
        return findings;
    }
}
