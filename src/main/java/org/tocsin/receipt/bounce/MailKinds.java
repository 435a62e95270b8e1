package org.tocsin.receipt.bounce;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which kind a mail is that carries no delivery report in the standard's form. */
final class MailKinds {

    private static final Pattern MAIL_SYSTEM = Pattern.compile(
            "mailer[-_ ]?daemon|post[-_ ]?master|mail[-. ]?delivery|mail system|delivery (?:sub)?system|mail administrator|ndr administrator",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_SENDER =
            Pattern.compile("\\s*<?\\s*>?\\s*|.*mailer-?daemon.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern BOUNCE_SUBJECT = Pattern.compile(
            "delivery (?:status )?(?:notification|report|failure|error|problem|failed|unsuccessful|delay)|undeliver|non-?deliver"
                    + "|failure (?:notice|notification|delivery)|fail(?:ed|ure) (?:delivery|mail)|mail (?:delivery|failure|error|system error)"
                    + "|returned (?:mail|message|to sender)|return(?:ing)? (?:message|mail|to sender)|not (?:be )?delivered|message (?:delivery|status)"
                    + "|could not (?:be )?(?:sent?|deliver)|rejected (?:mail|message)|delayed mail|unzustellbar|nicht zugestellt"
                    + "|postmaster notify|bounced? mail|non remis|no entregado|配信|送信エラー|エラー|не доставлено|недоставленное",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FAILURE = Pattern.compile(
            "(?:could|can|did|was|were|has|have|had)(?: ?not|n't)(?: be| been)?(?: successfully)? (?:deliver|reach|sent|send)"
                    + "|(?:unable|not able|able) to (?:be )?(?:deliver|send)|undeliverable|fail(?:ed|ure)? (?:permanently|to deliver)"
                    + "|deliver[a-z]*\\b.{0,60}\\b(?:fail|abort|delay|error|unsuccess)|error.{0,60}\\bdeliver"
                    + "|(?:fatal|permanent) errors?|returned to sender|error message below|transcript of session"
                    + "|(?:mail|message).{0,120}(?:rejected|refused|bounced|returned)|failure reasons",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTO_REPLY_SUBJECT = Pattern.compile(
            "(?:re: ?|fwd?: ?)?(?:auto(?:matic|mated)?[- ]?(?:reply|response|answer|respond)|out[- ]of[- ](?:the[- ])?office|vacation|away from|on vacation"
                    + "|i am (?:away|out)|abwesen|automatische (?:antwort|reactie)|réponse automatique|respuesta automática|risposta automatica"
                    + "|resposta automática|自動(?:応答|返信)|автоответ|自动(?:回复|答复)|autosvar|afwezig).*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern JUNK_REPORT = Pattern.compile(
            "complaint about message from .*|.{0,40}\\babuse (?:report|complaint)\\b.*", Pattern.CASE_INSENSITIVE);

    private MailKinds() {}

    /** Whether a recipient or their provider complains, outside the standard's form. */
    static boolean isComplaint(OpenedMail mail) {
        String subject = subject(mail);
        return !mail.header("X-HmXmrOriginalRecipient").isEmpty() // Outlook.com's Junk Mail Reporting Program
                || !mail.header("X-Apple-Unsubscribe").isEmpty() // Apple Mail's button
                || subject.equalsIgnoreCase("unsubscribe")
                || (mail.returned() != null && JUNK_REPORT.matcher(subject).matches());
    }

    /** Whether a mail server tells, in its own words, that it could not deliver. */
    static boolean isBounce(OpenedMail mail) {
        if (!mail.header("X-Failed-Recipients").isEmpty()) { // Exim, Gmail
            return true;
        }
        boolean fromMailSystem = MAIL_SYSTEM.matcher(mail.header("From")).find() || hasNoSender(mail);
        boolean saysSo = BOUNCE_SUBJECT.matcher(subject(mail)).find();
        if (fromMailSystem && saysSo) {
            return true;
        }
        return (fromMailSystem || saysSo) && tellsOfFailure(mail.notice());
    }

    /** Whether somebody's program answered (RFC 3834, 5; the older marks of vacation programs and of Exchange). */
    static boolean isAutoReply(OpenedMail mail) {
        return mail.header("Auto-Submitted").toLowerCase(Locale.ROOT).startsWith("auto-replied")
                || !mail.header("X-Autoreply").isEmpty()
                || !mail.header("X-Autorespond").isEmpty()
                || !mail.header("X-Mail-Autoreply").isEmpty()
                || mail.header("Precedence").toLowerCase(Locale.ROOT).startsWith("auto_reply")
                || AUTO_REPLY_SUBJECT.matcher(subject(mail)).matches();
    }

    private static boolean tellsOfFailure(String notice) {
        Codes codes = Codes.in(notice);
        return !codes.none() || FAILURE.matcher(notice).find();
    }

    private static boolean hasNoSender(OpenedMail mail) {
        return mail.headers().getHeader("Return-Path") != null
                && NO_SENDER.matcher(mail.header("Return-Path")).matches();
    }

    private static String subject(OpenedMail mail) {
        String subject = mail.header("Subject");
        try {
            return MimeUtility.decodeText(subject);
        } catch (UnsupportedEncodingException | RuntimeException e) {
            return subject;
        }
    }
}
