package org.tocsin.receipt.bounce;

import java.util.regex.Pattern;

/**
 * Words beside a code for "nobody there" that speak of something else: of the sender, the message, a rule or a limit.
 *
 * <p>Servers send 5.1.1 for all of it (RFC 3463 has no better code for many), and no table knows every sentence. A code marks an
 * address for a year, so where the words raise a doubt it does not.
 */
final class DoubtfulWords {

    /** Of the sender, its server and its names, of what is no mailbox, or of a rule. */
    private static final String OF_ANOTHER =
            "\\bsenders?\\b|\\b(?:mail |in |envelope |header )from\\b|\\bfrom (?:address|domain|header)|\\bhelo\\b|greeting|certificate|signature|credential"
                    + "|licen[cs]e|\\brules?\\b|white ?list|\\byour (?:host|hostname|server|domain|address|network|ip)\\b"
                    + "|\\byour (?:message|mail|e-?mail) (?:was|is|has|looks|contains)";

    private static final Pattern ANOTHER = Pattern.compile(OF_ANOTHER, Pattern.CASE_INSENSITIVE);
    private static final Pattern DOUBT = Pattern.compile(
            OF_ANOTHER
                    + "|filter|polic(?:y|ies)|preference"
                    + "|only accept|allow(?:ed)?[- ]?list|(?:not|isn't) (?:allow|permit|accept)|logged in|log in|authenticat"
                    + "|limit|exceed|\\bspace\\b|quota|storage|disabled|d[eé]sactiv|deactivat|suspend|\\blater\\b|per (?:hour|day)|temporar"
                    + "|(?:command|connection|message|mail) (?:was )?(?:rejected|refused)|(?:refused|rejected) by|unsupported|cannot accept"
                    + "|block(?:ed|ing)|banned|restrict|forbidden|prohibit|denied|opted|dynamic|\\brelay|read[- ]?only|inaccessible|header|transaction"
                    + "|vacation|settings|\\btls\\b|encrypt|(?:unknown|internal|backend|server|system) error|time[sd]? ?out|\\bheld\\b|review|reputation"
                    + "|listed|spoof|virus|content|attachment",
            Pattern.CASE_INSENSITIVE);

    private DoubtfulWords() {}

    /** Whether words beside "nobody there", which no code confirms, speak of somebody or something else; they may be null. */
    static boolean ofAnother(String telling) {
        return telling != null && ANOTHER.matcher(telling).find();
    }

    /** Whether there are such words in what tells of a refusal, which may be null. */
    static boolean in(String telling) {
        return telling != null && DOUBT.matcher(telling).find();
    }
}
