package org.tocsin.receipt.bounce;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The codes in what a mail server said.
 *
 * @param replyCode the SMTP reply code, 400 to 599, or null
 * @param status the enhanced status code (RFC 3463), or null
 */
record Codes(Integer replyCode, String status) {

    private static final Codes NONE = new Codes(null, null);

    // Subjects go from 0 to 7 (RFC 3463, 3); more dots or digits make it an address or a version.
    private static final String STATUS = "(?<![\\d.])([45]\\.[0-7]\\.\\d{1,3})(?![\\d.]\\d)";
    // RFC 5321, 4.2.3, and what Exchange, Sendmail and Courier add: no port or count among them.
    private static final String REPLY =
            "(?<![\\d./-])(4(?:2[12]|3[0-2]|4[1-9]|5[0-5]|71)|5(?:0[0-4]|1\\d|2[0-3]|3[0-8]|4[0-7]|5\\d|7\\d))";

    private static final Pattern BOTH = Pattern.compile(REPLY + "[ :,-]{1,3}(?:#|ERROR_CODE :)?" + STATUS);
    private static final Pattern STATUS_ALONE = Pattern.compile("(?:#|\\b)" + STATUS);
    // At the head of a line or of a quotation, or said to be a code.
    private static final Pattern REPLY_ALONE = Pattern.compile(
            "(?:^|[\\n\\r]|[<>;:,\"'(\\[]|said|error|code|server|returned|status|reply)[ \\t]{0,4}#?" + REPLY
                    + "(?=[ :;,.)\\]'\"\\r\\n-]|$)",
            Pattern.CASE_INSENSITIVE);

    /** The first reply code with an enhanced code beside it; else the first of each. */
    static Codes in(String text) {
        if (text == null) {
            return NONE;
        }
        Codes both = null;
        Matcher pair = BOTH.matcher(text);
        while (pair.find()) {
            Codes found = new Codes(Integer.valueOf(pair.group(1)), pair.group(2));
            if (both == null || (both.vague() && !found.vague())) {
                both = found;
            }
        }
        if (both != null) {
            return both;
        }
        Matcher reply = REPLY_ALONE.matcher(text);
        Integer replyCode = reply.find() ? Integer.valueOf(reply.group(1)) : null;
        return new Codes(replyCode, status(text));
    }

    boolean none() {
        return replyCode == null && status == null;
    }

    /** Whether the enhanced code says no more than its first digit. */
    boolean vague() {
        return status == null || status.startsWith(".0.", 1) || status.endsWith(".0");
    }

    private static String status(String text) {
        String first = null;
        Matcher matcher = STATUS_ALONE.matcher(text);
        while (matcher.find()) {
            String found = matcher.group(1);
            if (first == null || (first.endsWith(".0") && !found.endsWith(".0"))) {
                first = found;
            }
        }
        return first;
    }
}
