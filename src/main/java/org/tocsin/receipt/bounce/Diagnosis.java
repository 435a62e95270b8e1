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
 * refusing server's own. Where not both say so, words about somebody or something else raise a doubt.
 */
record Diagnosis(
        FailureClass failureClass,
        boolean permanent,
        boolean stillTrying,
        String status,
        Integer replyCode,
        String words) {

    private static final Pattern STATUS_FIELD = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})");
    // Addresses that do not exist, and domains that do not or take no mail, are told as routing and system failures
    // too: X.4.3, X.4.4, X.3.2; by Exchange Online X.4.1, X.4.310.
    private static final Pattern ROUTING = Pattern.compile("[45]\\.(?:4\\.(?:[134]|310)|3\\.2)");

    /**
     * Weighs what there is.
     *
     * @param statusField the field of that name in a report, or an empty text
     * @param action the field of that name in lower case, or an empty text
     * @param said what was said, the refusing server's own words first
     */
    static Diagnosis of(String statusField, String action, List<Wording> said) {
        List<Wording> sources =
                said.stream().filter(wording -> !wording.isBlank()).toList();
        Wording first = sources.isEmpty() ? new Wording("") : sources.get(0);
        Codes own = first.codes();
        Codes field = new Codes(null, statusOf(statusField));
        String status = own.vague() && field.status() != null && !(field.vague() && own.status() != null)
                ? field.status()
                : own.status();
        Integer replyCode = own.replyCode();
        for (Wording source : sources) {
            Codes there = replyCode == null || status == null ? source.codes() : own;
            replyCode = replyCode == null ? there.replyCode() : replyCode;
            status = status == null ? there.status() : status;
        }
        boolean stillTrying =
                action.isEmpty() ? sources.stream().anyMatch(Wording::isStillTrying) : action.startsWith("delayed");
        boolean permanent = !action.startsWith("delayed") && permanent(field.status(), replyCode, status, stillTrying);
        FailureClass meaning = meaning(own, field, new Codes(own.replyCode(), status), sources);
        if (meaning == FailureClass.ADDRESS_DEAD && !permanent) {
            meaning = FailureClass.MAILBOX_UNABLE;
        }
        String words = sources.isEmpty() ? null : first.telling();
        return new Diagnosis(meaning, permanent, stillTrying, status, replyCode, words);
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

    private static FailureClass meaning(Codes own, Codes field, Codes merged, List<Wording> sources) {
        FailureClass byCode = own.vague() ? null : StatusCodes.meaningOf(own.status());
        FailureClass byField = field.vague() ? null : StatusCodes.meaningOf(field.status());
        boolean named = byField == FailureClass.ADDRESS_DEAD || recipientNamed(own, sources);
        if (!sources.isEmpty()) {
            Optional<FailureClass> byWords = sources.get(0).meaning(merged, named);
            if (byWords.isPresent()) {
                String specific = own.vague() ? field.status() : own.status();
                FailureClass code = byCode != null ? byCode : byField;
                FailureClass agreed = agreed(byWords.get(), code, specific);
                boolean doubted = agreed == FailureClass.ADDRESS_DEAD
                        && code != FailureClass.ADDRESS_DEAD
                        && DoubtfulWords.ofAnother(sources.get(0).telling());
                return doubted ? FailureClass.MAILBOX_UNABLE : agreed;
            }
        }
        if (byCode != null) {
            return undoubted(byCode, sources);
        }
        // A relay that was told a reply code alone makes up the rest: Sendmail says 5.1.1 for every 550.
        if (byField == FailureClass.ADDRESS_DEAD && own.replyCode() != null && own.status() == null) {
            byField = FailureClass.MAILBOX_UNABLE;
        }
        if (byField != null) {
            return undoubted(byField, sources);
        }
        return sources.stream()
                .skip(1)
                .map(source -> source.meaning(merged, named))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(FailureClass.MAILBOX_UNABLE);
    }

    /**
     * Whether "user unknown" and the like are said of the recipient. With an enhanced code beside them they are, and where a mail
     * system speaks of its own mailboxes, without any code. Behind a bare 550 they are when the server refused the recipient;
     * mobile carriers say the same at the end of the data when a customer's filter turned the message away.
     */
    private static boolean recipientNamed(Codes codes, List<Wording> sources) {
        if (codes.status() != null || codes.replyCode() == null) {
            return true;
        }
        return sources.stream().anyMatch(Wording::isAtRcpt) && sources.stream().noneMatch(Wording::isAtData);
    }

    private static FailureClass undoubted(FailureClass byCode, List<Wording> sources) {
        boolean doubted = byCode == FailureClass.ADDRESS_DEAD
                && !sources.isEmpty()
                && DoubtfulWords.in(sources.get(0).telling());
        return doubted ? FailureClass.MAILBOX_UNABLE : byCode;
    }

    private static FailureClass agreed(FailureClass byWords, FailureClass byCode, String status) {
        boolean contradicted = byWords == FailureClass.ADDRESS_DEAD
                && byCode != null
                && byCode != FailureClass.ADDRESS_DEAD
                && !ROUTING.matcher(status).matches();
        return contradicted ? byCode : byWords;
    }
}
