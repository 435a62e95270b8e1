package org.tocsin.channel.email;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One reply of a mail server (RFC 5321, 4.2).
 *
 * @param replyCode three digits
 * @param enhancedCode the enhanced status code (RFC 3463) such as {@code 5.1.1}, or null
 * @param words the text of all lines, as it came
 */
record SmtpReply(int replyCode, String enhancedCode, String words) {

    private static final Pattern LINE = Pattern.compile("(\\d{3})[ -]?(.*)", Pattern.DOTALL);
    // qmail and its kin write it at the end, as (#5.1.1)
    private static final Pattern ENHANCED = Pattern.compile("(?:^|#)([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");

    // What relays call the message from here on: Postfix and its kin, and Amazon SES.
    private static final Pattern QUEUE_ID =
            Pattern.compile("queued as ([A-Za-z0-9._-]{4,100})|^Ok ([A-Za-z0-9._-]{4,100})$", Pattern.CASE_INSENSITIVE);

    /** Reads one or more lines, whatever control characters are left in them; gives null when they are no reply. */
    static SmtpReply parse(String raw) {
        int replyCode = 0;
        String enhancedCode = null;
        StringBuilder words = new StringBuilder();
        for (String line : raw.split("\\r?\\n")) {
            Matcher form = LINE.matcher(line);
            if (!form.matches()) {
                continue;
            }
            replyCode = Integer.parseInt(form.group(1));
            String text = form.group(2).strip();
            Matcher enhanced = ENHANCED.matcher(text);
            if (enhanced.find()) {
                enhancedCode = enhancedCode == null ? enhanced.group(1) : enhancedCode;
                text = enhanced.start() == 0 ? text.substring(enhanced.end()).strip() : text;
            }
            words.append(words.isEmpty() ? "" : " ").append(text);
        }
        return replyCode == 0 ? null : new SmtpReply(replyCode, enhancedCode, words.toString());
    }

    boolean positive() {
        return replyCode / 100 == 2;
    }

    boolean refusal() {
        return replyCode / 100 == 4 || permanentRefusal();
    }

    boolean permanentRefusal() {
        return replyCode / 100 == 5;
    }

    /** Subject and detail of the enhanced code, such as {@code 1.1}, or an empty text: its class is the reply's. */
    String detail() {
        return enhancedCode == null ? "" : enhancedCode.substring(2);
    }

    /** Both codes as they are kept. */
    String code() {
        return enhancedCode == null ? String.valueOf(replyCode) : replyCode + " " + enhancedCode;
    }

    /** The relay's own id of an accepted message, or null when it tells none that we know how to read. */
    String queueId() {
        Matcher matcher = QUEUE_ID.matcher(words);
        if (!matcher.find()) {
            return null;
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }
}
