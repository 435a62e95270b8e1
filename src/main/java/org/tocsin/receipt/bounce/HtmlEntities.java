package org.tocsin.receipt.bounce;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entities that a notice in HTML has for characters: those with a number, and those names that servers write. */
final class HtmlEntities {

    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,6}));");
    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("nbsp", " "),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("amp", "&"),
            Map.entry("rsquo", "'"),
            Map.entry("agrave", "à"),
            Map.entry("aacute", "á"),
            Map.entry("atilde", "ã"),
            Map.entry("auml", "ä"),
            Map.entry("ccedil", "ç"),
            Map.entry("egrave", "è"),
            Map.entry("eacute", "é"),
            Map.entry("ecirc", "ê"),
            Map.entry("iacute", "í"),
            Map.entry("icirc", "î"),
            Map.entry("ntilde", "ñ"),
            Map.entry("oacute", "ó"),
            Map.entry("ocirc", "ô"),
            Map.entry("ouml", "ö"),
            Map.entry("uacute", "ú"),
            Map.entry("uuml", "ü"),
            Map.entry("szlig", "ß"));

    private HtmlEntities() {}

    /** The text with characters in the entities' places; others stay as they are. */
    static String decoded(String text) {
        return ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(character(entity)));
    }

    private static String character(MatchResult entity) {
        if (entity.group(3) != null) {
            return NAMED.getOrDefault(entity.group(3), entity.group());
        }
        int codePoint =
                entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        boolean isCharacter = Character.isDefined(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
        return isCharacter ? Character.toString(codePoint) : entity.group();
    }
}
