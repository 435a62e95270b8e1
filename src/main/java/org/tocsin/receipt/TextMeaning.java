package org.tocsin.receipt;

import java.util.Locale;
import java.util.Set;

/** What a text that somebody sends to one of our numbers says about being texted. */
enum TextMeaning {
    /** Nothing more is to be sent to the number. */
    STOP,
    /** Texts are welcome again. */
    START,
    /** Anything else. */
    OTHER;

    /**
     * Twilio blocks the sender for these words itself: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out. The FCC names
     * "opt out" in two words as well (47 CFR 64.1200(a)(10)).
     */
    private static final Set<String> STOP_WORDS =
            Set.of("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT");

    /** Twilio lifts its block for these: https://help.twilio.com/articles/223134027. */
    private static final Set<String> START_WORDS = Set.of("START", "YES", "UNSTOP");

    /**
     * Reads a text. A word of the tables must stand alone; case, spaces and punctuation do not count.
     *
     * @param body the text, or null
     * @param optOutType Twilio's own reading, which it sends for a Messaging Service with keywords of its own in any language (STOP,
     *     START or HELP), or null
     */
    static TextMeaning of(String body, String optOutType) {
        if (optOutType != null && !optOutType.isBlank()) {
            return switch (optOutType.strip().toUpperCase(Locale.ROOT)) {
                case "STOP" -> STOP;
                case "START" -> START;
                default -> OTHER;
            };
        }
        String word = body == null ? "" : body.replaceAll("[\\s\\p{Punct}]", "").toUpperCase(Locale.ROOT);
        if (STOP_WORDS.contains(word)) {
            return STOP;
        }
        return START_WORDS.contains(word) ? START : OTHER;
    }
}
