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
    /** Names that no person has, whatever the mail says; a postmaster may be one. */
    private static final Pattern DAEMON =
            Pattern.compile("mailer[-_ ]?daemon|delivery (?:sub)?system", Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_SENDER =
            Pattern.compile("\\s*<?\\s*>?\\s*|.*mailer-?daemon.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern BOUNCE_SUBJECT = Pattern.compile(
            "delivery (?:status )?(?:notification|report|failure|error|problem|failed|unsuccessful|delay)|undeliver|non-?deliver"
                    + "|failure (?:notice|notification|delivery)|fail(?:ed|ure) (?:delivery|mail)|mail (?:delivery|failure|error|system error)"
                    + "|returned (?:mail|message|to sender)|return(?:ing)? (?:message|mail|to sender)|not (?:be )?delivered|message (?:delivery|status)"
                    + "|could not (?:be )?(?:sent?|deliver)|rejected (?:mail|message)|delayed mail|postmaster notify|bounced? mail",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FAILURE = Pattern.compile(
            "(?:could|can|did|was|were|has|have|had)(?: ?not|n't)(?: be| been)?(?: successfully)? (?:deliver|reach|sent|send)"
                    + "|(?:unable|not able|able) to (?:be )?(?:deliver|send)|undeliverable|fail(?:ed|ure)? (?:permanently|to deliver)"
                    + "|deliver[a-z]{0,10}\\b.{0,60}\\b(?:fail|abort|delay|error|unsuccess)|error.{0,60}\\bdeliver"
                    + "|(?:fatal|permanent) errors?|returned to sender|error message below|transcript of session"
                    + "|(?:mail|message).{0,120}(?:rejected|refused|bounced|returned)|failure reasons",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DELAY_SUBJECT = Pattern.compile(
            "^(?:warning: (?:could not send|message)|delay|(?:mail |message )?delivery (?:is |has been |was )?delay|delivery (?:status )?notification.{0,30}(?:delay|warning))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ANSWER = Pattern.compile("^(?:re|aw|sv|antw|r|ref) ?:", Pattern.CASE_INSENSITIVE);
    private static final Pattern JUNK_REPORT = Pattern.compile(
            "complaint about message from .*|.{0,40}\\babuse (?:report|complaint)\\b.*", Pattern.CASE_INSENSITIVE);

    private MailKinds() {}

    /** Whether a recipient or their provider complains, outside the standard's form. */
    static boolean isComplaint(OpenedMail mail) {
        String subject = subject(mail);
        return !mail.header("X-HmXmrOriginalRecipient").isEmpty() // Outlook.com's Junk Mail Reporting Program
                || !mail.header("X-Apple-Unsubscribe").isEmpty() // Apple Mail's button
                || subject.equalsIgnoreCase("unsubscribe")
                || mail.header("Content-Type")
                        .toLowerCase(Locale.ROOT)
                        .contains("feedback-report") // without the report in it
                || (mail.returned() != null && JUNK_REPORT.matcher(subject).matches());
    }

    /** Whether a mail server tells, in its own words, that it could not deliver. */
    static boolean isBounce(OpenedMail mail) {
        if (!mail.header("X-Failed-Recipients").isEmpty()) { // Exim, Gmail
            return true;
        }
        String subject = subject(mail);
        boolean fromMailSystem = MAIL_SYSTEM.matcher(mail.header("From")).find();
        boolean saysSo = BOUNCE_SUBJECT.matcher(subject).find() || OtherLanguages.nameBounce(subject);
        boolean fromNobody = fromMailSystem || hasNoSender(mail) || isReport(mail);
        if (fromNobody && saysSo) {
            return true;
        }
        if (!fromMailSystem && (isAnswer(mail, subject) || (!saysSo && isAutoReply(mail)))) {
            return false;
        }
        return (fromNobody || saysSo) && tellsOfFailure(mail);
    }

    /** Whether somebody's program answered for them. */
    static boolean isAutoReply(OpenedMail mail) {
        return AutoReplies.include(mail, subject(mail));
    }

    /** Whether a notice's subject says that its server goes on trying. */
    static boolean isDelay(OpenedMail mail) {
        String subject = subject(mail);
        return DELAY_SUBJECT.matcher(subject).find() || OtherLanguages.tellOfDelay(subject);
    }

    private static boolean tellsOfFailure(OpenedMail mail) {
        String notice = mail.notice();
        Codes codes = Codes.in(notice);
        return !codes.none()
                || FAILURE.matcher(notice).find()
                || OtherLanguages.tellOfFailure(notice)
                || (DAEMON.matcher(mail.header("From")).find()
                        && Phrases.meaningOf(notice, codes, true).isPresent());
    }

    /** Whether a person answers, in whose words anything may stand. */
    private static boolean isAnswer(OpenedMail mail, String subject) {
        return ANSWER.matcher(subject).find() && !mail.header("In-Reply-To").isEmpty();
    }

    /** Whether it calls itself a delivery report (RFC 3464), though nothing of one could be read. */
    private static boolean isReport(OpenedMail mail) {
        return mail.header("Content-Type").toLowerCase(Locale.ROOT).contains("delivery-status");
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
