package org.tocsin.receipt.bounce;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tocsin.channel.FailureClass;

/**
 * What a mail server's codes and words come to.
 *
 * <p>Words that blame the sender or the message, or tell of a full mailbox, win over every code: servers use 5.1.1 for all of it. "Nobody
 * there" marks an address, so words that say so count only where no code contradicts them, and a code only where it is the
 * refusing server's own.
 */
record Diagnosis(
        FailureClass failureClass,
        boolean permanent,
        boolean stillTrying,
        String status,
        Integer replyCode,
        String words) {

    private static final Pattern STATUS_FIELD = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})");
    // Domains that do not exist, or take no mail, are told as routing and system failures too (X.4.3, X.4.4, X.3.2).
    private static final Pattern ROUTING = Pattern.compile("[45]\\.(?:4\\.[34]|3\\.2)");
    private static final Pattern STILL_TRYING = Pattern.compile(
            "warning message|warning only|do not need to resend|no need to resend|not need to resend|will be retried|will keep trying"
                    + "|will continue to try|still being retried|delivery is delayed|has been delayed|delayed mail|not yet been delivered"
                    + "|could not be delivered yet|temporary failure",
            Pattern.CASE_INSENSITIVE);
    // How a notice tells that the server refused the recipient (Exim, Postfix, Sendmail, qmail, DragonFly, Yahoo,
    // Messaging Server).
    private static final Pattern AT_RCPT = Pattern.compile(
            "(?:after|in reply to|following|like our|to the|error at|during) RCPT|>>> ?RCPT|<<< RCPT TO|\\[RCPT_TO\\]|does not like recipient"
                    + "|rejected (?:address|recipient)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AT_DATA =
            Pattern.compile("end of data|in reply to DATA|after DATA|transmission failure", Pattern.CASE_INSENSITIVE);

    /**
     * Weighs what there is.
     *
     * @param statusField the field of that name in a report, or an empty text
     * @param action the field of that name in lower case, or an empty text
     * @param said what was said, the refusing server's own words first
     */
    static Diagnosis of(String statusField, String action, List<String> said) {
        List<String> sources = said.stream().filter(text -> !text.isBlank()).toList();
        String first = sources.isEmpty() ? null : sources.get(0);
        Codes own = Codes.in(first);
        Codes field = new Codes(null, statusOf(statusField));
        String status = own.vague() && field.status() != null && !(field.vague() && own.status() != null)
                ? field.status()
                : own.status();
        Integer replyCode = own.replyCode();
        for (String text : sources) {
            Codes there = replyCode == null || status == null ? Codes.in(text) : own;
            replyCode = replyCode == null ? there.replyCode() : replyCode;
            status = status == null ? there.status() : status;
        }
        boolean stillTrying = action.isEmpty()
                ? sources.stream().anyMatch(text -> STILL_TRYING.matcher(text).find())
                : action.startsWith("delayed");
        boolean permanent = !action.startsWith("delayed") && permanent(field.status(), replyCode, status, stillTrying);
        FailureClass meaning = meaning(own, field, new Codes(own.replyCode(), status), sources);
        if (meaning == FailureClass.ADDRESS_DEAD && !permanent) {
            meaning = FailureClass.MAILBOX_UNABLE;
        }
        return new Diagnosis(
                meaning, permanent, stillTrying, status, replyCode, first == null ? null : TellingWords.of(first));
    }

    private static String statusOf(String field) {
        Matcher matcher = STATUS_FIELD.matcher(field);
        return matcher.find() && matcher.group(1).charAt(0) != '2' ? matcher.group(1) : null;
    }

    private static boolean permanent(String field, Integer replyCode, String status, boolean stillTrying) {
        if (field != null) {
            return field.charAt(0) == '5';
        }
        if (replyCode != null) {
            return replyCode >= 500;
        }
        if (status != null) {
            return status.charAt(0) == '5';
        }
        return !stillTrying;
    }

    private static FailureClass meaning(Codes own, Codes field, Codes merged, List<String> sources) {
        FailureClass byCode = own.vague() ? null : StatusCodes.meaningOf(own.status());
        FailureClass byField = field.vague() ? null : StatusCodes.meaningOf(field.status());
        boolean named = byField == FailureClass.ADDRESS_DEAD || recipientNamed(own, sources);
        if (!sources.isEmpty()) {
            Optional<FailureClass> byWords = Phrases.meaningOf(sources.get(0), merged, named);
            if (byWords.isPresent()) {
                String specific = own.vague() ? field.status() : own.status();
                return agreed(byWords.get(), byCode != null ? byCode : byField, specific);
            }
        }
        if (byCode != null) {
            return byCode;
        }
        // A relay that was told a reply code alone makes up the rest: Sendmail says 5.1.1 for every 550.
        if (byField == FailureClass.ADDRESS_DEAD && own.replyCode() != null && own.status() == null) {
            byField = FailureClass.MAILBOX_UNABLE;
        }
        if (byField != null) {
            return byField;
        }
        return sources.stream()
                .skip(1)
                .map(text -> Phrases.meaningOf(text, merged, named))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(FailureClass.MAILBOX_UNABLE);
    }

    /**
     * Whether "user unknown" and the like are said of the recipient. With an enhanced code beside them they are, and where a mail
     * system speaks of its own mailboxes, without any code. Behind a bare 550 they are when the server refused the recipient;
     * mobile carriers say the same at the end of the data when a customer's filter turned the message away.
     */
    private static boolean recipientNamed(Codes codes, List<String> sources) {
        if (codes.status() != null || codes.replyCode() == null) {
            return true;
        }
        return sources.stream().anyMatch(text -> AT_RCPT.matcher(text).find())
                && sources.stream().noneMatch(text -> AT_DATA.matcher(text).find());
    }

    private static FailureClass agreed(FailureClass byWords, FailureClass byCode, String status) {
        boolean contradicted = byWords == FailureClass.ADDRESS_DEAD
                && byCode != null
                && byCode != FailureClass.ADDRESS_DEAD
                && !ROUTING.matcher(status).matches();
        return contradicted ? byCode : byWords;
    }
}
