package org.tocsin.receipt.bounce;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tocsin.channel.FailureClass;

/**
 * What was said of a recipient.
 *
 * <p>One notice may serve a hundred recipients, and to search it takes tens of milliseconds: what was found is kept, so that nobody
 * keeps the reader busy for seconds with a short mail. For one thread.
 */
final class Wording {

    private static final Pattern STILL_TRYING = Pattern.compile(
            "warning message|warning only|do not need to resend|no need to resend|not need to resend|will be retried|will keep trying"
                    + "|will continue to try|still being retried|delivery is delayed|has been delayed|delayed mail|not yet been delivered"
                    + "|could not be delivered yet|temporary failure|will retry|will try again|delivery attempts will continue|still being tried"
                    + "|delivery incomplete|temporary problem delivering|keep trying|not been delivered yet",
            Pattern.CASE_INSENSITIVE);
    // How a notice tells that the server refused the recipient (Exim, Postfix, Sendmail, qmail, DragonFly, Yahoo,
    // Messaging Server).
    private static final Pattern AT_RCPT = Pattern.compile(
            "(?:after|in reply to|following|like our|to the|error at|during) RCPT|>>> ?RCPT|<<< RCPT TO|\\[RCPT_TO\\]|does not like recipient"
                    + "|rejected (?:address|recipient)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AT_DATA =
            Pattern.compile("end of data|in reply to DATA|after DATA|transmission failure", Pattern.CASE_INSENSITIVE);

    private record Beside(String status, boolean recipientNamed) {}

    private final String text;
    private final Map<Pattern, Boolean> found = new HashMap<>();
    private final Map<Beside, Optional<FailureClass>> meanings = new HashMap<>();
    private Codes codes;
    private Optional<String> telling;

    Wording(String text) {
        this.text = text;
    }

    /** Whether anything was said. */
    boolean isBlank() {
        return text.isBlank();
    }

    /** The codes in it. */
    Codes codes() {
        if (codes == null) {
            codes = Codes.in(text);
        }
        return codes;
    }

    /** Its lines that say why, as {@link TellingWords} finds them; null when none does. */
    String telling() {
        if (telling == null) {
            telling = Optional.ofNullable(TellingWords.of(text));
        }
        return telling.orElse(null);
    }

    /** What it means, as {@link Phrases} says. */
    Optional<FailureClass> meaning(Codes beside, boolean recipientNamed) {
        return meanings.computeIfAbsent(
                new Beside(beside.status(), recipientNamed), key -> Phrases.meaningOf(text, beside, recipientNamed));
    }

    /** Whether the server that says so goes on trying. */
    boolean isStillTrying() {
        return says(STILL_TRYING) || OtherLanguages.tellOfDelay(text);
    }

    /** Whether the recipient was refused. */
    boolean isAtRcpt() {
        return says(AT_RCPT);
    }

    /** Whether the message was refused. */
    boolean isAtData() {
        return says(AT_DATA);
    }

    private boolean says(Pattern pattern) {
        return found.computeIfAbsent(pattern, key -> key.matcher(text).find());
    }
}
