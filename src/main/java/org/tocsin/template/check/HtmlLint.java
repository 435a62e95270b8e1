package org.tocsin.template.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tocsin.template.syntax.Place;

/** What an HTML notice must not hold, and what it should. */
final class HtmlLint {

    private record Rule(Finding.Severity severity, Pattern pattern, String message) {}

    private static final List<Rule> FORBIDDEN = List.of(
            rule(
                    Finding.Severity.ERROR,
                    "<(?:script|form|input|iframe|object|embed|base)\\b",
                    "scripts, forms and frames have no place in a notice: it runs nothing and asks for nothing"),
            rule(
                    Finding.Severity.ERROR,
                    "<(?:[a-z][^<>]{0,4000}(?:\\s|[\"']/?)|[a-z]{1,20}/)on[a-z]{3,30}\\s*=",
                    "scripts have no place in a notice, such as in an attribute onclick"),
            // Which schemes may stand, not which may not: a browser reads past entities, blanks and case.
            rule(
                    Finding.Severity.ERROR,
                    "\\b(?:href|src|formaction)\\s*=\\s*[\"']?\\s*"
                            + "(?!(?:https?|mailto|tel|sms|cid):|data:image/)[^\"'>{:/?#]{0,60}(?:&#?[a-z0-9]|:)",
                    "a link leads to https:, mailto:, tel: or sms:, written plainly: anything else could be a script"),
            rule(
                    Finding.Severity.ERROR,
                    "=\\{[a-z]",
                    "an attribute's value must stand in quotes, or a value with a blank breaks out of it"),
            rule(
                    Finding.Severity.WARNING,
                    "<img\\b|<link\\b|\\bsrc\\s*=|@import|url\\s*\\(",
                    "something is loaded from outside: it does not show everywhere, and can track who reads the notice"),
            rule(Finding.Severity.WARNING, "href\\s*=\\s*[\"']?http:", "a link without TLS"));

    private static final Pattern LANGUAGE = Pattern.compile("(?i)<html\\b[^>]{0,500}\\blang\\s*=");

    private HtmlLint() {}

    private static Rule rule(Finding.Severity severity, String pattern, String message) {
        return new Rule(severity, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), message);
    }

    static List<Finding> check(String variant, String source) {
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : FORBIDDEN) {
            Matcher found = rule.pattern().matcher(source);
            if (found.find()) {
                Place place = Place.of(source, found.start());
                findings.add(new Finding(rule.severity(), variant, place.line(), place.column(), rule.message()));
            }
        }
        if (!LANGUAGE.matcher(source).find()) {
            findings.add(Finding.warning(
                    variant, Place.START, "no <html lang=\"...\">: a screen reader cannot tell the language"));
        }
        return findings;
    }
}
