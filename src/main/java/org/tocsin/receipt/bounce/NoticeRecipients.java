package org.tocsin.receipt.bounce;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a notice in plain words is about, and what it says of each. Mail servers put a recipient at the head of a line and the
 * reason after it; what stands between two recipients belongs to the first.
 */
final class NoticeRecipients {

    // What may stand on a line before a recipient: qmail, Postfix, Exim, Sendmail, Gmail, Messaging Server, and
    // transcripts.
    private static final Pattern LEAD = Pattern.compile(
            "[\\s<>*\"'(\\[:-]*|\\d{3}(?: \\d\\.\\d\\.\\d)? ?<?|.*(?:rcpt to: ?<?|recipient address: ?<?|recipients?: ?<?|user(?:id)?: ?<?|addressed to:? ?<?"
                    + "|mail to:? ?<?|message to:? ?<?|deliver(?:y|ed)? to:? ?<?|size: ?<?|for ?<)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern OF_THE_SENDER = Pattern.compile(
            "mail from|^\\s*(?:from|sender|reply-to|return-path|message-id|subject|date|cc)\\b\\s*:|contact|envelope-from|send mail to"
                    + "|please (?:mail|write)|support@",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern REPLY_LINE = Pattern.compile("^[45]\\d\\d ");

    private static final int MAX_RECIPIENTS = 100;
    private static final int MAX_LINE_CHARS = 1_000;

    private NoticeRecipients() {}

    /**
     * What the notice says of each recipient; an empty map when it names none.
     *
     * @param notice what the mail's notice says
     */
    static Map<String, Wording> in(OpenedMail mail, Wording notice) {
        Set<String> recipients = recipients(mail);
        Map<String, Wording> said = new LinkedHashMap<>();
        if (recipients.size() == 1) {
            said.put(recipients.iterator().next(), notice);
            return said;
        }
        Map<String, StringBuilder> segments = segments(mail.notice(), recipients);
        segments.forEach((recipient, text) ->
                said.put(recipient, saysSomething(text.toString()) ? new Wording(text.toString()) : notice));
        return said;
    }

    private static boolean saysSomething(String text) {
        Codes codes = Codes.in(text);
        return !codes.none() || Phrases.meaningOf(text, codes, true).isPresent();
    }

    private static Map<String, StringBuilder> segments(String notice, Set<String> recipients) {
        Map<String, StringBuilder> segments = new LinkedHashMap<>();
        recipients.forEach(recipient -> segments.put(recipient, new StringBuilder()));
        StringBuilder current = null;
        for (String line : notice.split("\\r?\\n")) {
            if (current != null
                    && REPLY_LINE.matcher(line).find()
                    && !Codes.in(current.toString()).none()) {
                current = null; // in a transcript: the next reply, which may be about nobody in particular
            }
            for (String address : Addresses.in(line)) {
                if (segments.containsKey(address)) {
                    current = segments.get(address);
                    break;
                }
            }
            if (current != null) {
                current.append(line).append('\n');
            }
        }
        return segments;
    }

    private static Set<String> recipients(OpenedMail mail) {
        Set<String> listed = Addresses.in(mail.header("X-Failed-Recipients"));
        if (!listed.isEmpty()) {
            return listed;
        }
        Set<String> others = new HashSet<>(Addresses.in(mail.header("From")));
        others.addAll(Addresses.in(mail.header("Reply-To")));
        others.addAll(Addresses.in(mail.header("To")));
        others.addAll(Addresses.in(OpenedMail.value(mail.returned(), "From")));
        Set<String> heads = new LinkedHashSet<>();
        Set<String> named = new LinkedHashSet<>();
        for (String line : mail.notice().split("\\r?\\n")) {
            String start = line.length() > MAX_LINE_CHARS ? line.substring(0, MAX_LINE_CHARS) : line;
            if (named.size() < MAX_RECIPIENTS && !OF_THE_SENDER.matcher(start).find()) {
                collect(start, others, heads, named);
            }
        }
        if (!heads.isEmpty()) {
            return heads;
        }
        if (!named.isEmpty()) {
            return named;
        }
        return Addresses.in(OpenedMail.value(mail.returned(), "To"));
    }

    private static void collect(String line, Set<String> others, Set<String> heads, Set<String> named) {
        Matcher matcher = Addresses.MAILBOX.matcher(line);
        while (matcher.find()) {
            String address = matcher.group().toLowerCase(Locale.ROOT);
            if (others.contains(address) || Addresses.isRole(address)) {
                continue;
            }
            named.add(address);
            if (LEAD.matcher(line.substring(0, matcher.start())).matches()) {
                heads.add(address);
            }
        }
    }
}
