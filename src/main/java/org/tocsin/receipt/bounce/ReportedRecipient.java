package org.tocsin.receipt.bounce;

import java.util.List;
import org.tocsin.channel.FailureClass;

/**
 * What a mail says of one recipient.
 *
 * @param address the mailbox as the mail writes it, or null when it names none
 * @param alsoKnownAs the mailbox that the message was written to, where it was forwarded from there and the mail says so, or null
 * @param failureClass why the message was not delivered; null in a complaint
 * @param permanent whether the first digit of its codes is a 5; without any code: whether its sender has given up
 * @param stillTrying whether the server that says so goes on trying: nothing is lost yet
 * @param status the enhanced status code (RFC 3463), such as {@code 5.1.1}, or null
 * @param replyCode the SMTP reply code, or null
 * @param words what the mail says of it on one line, with personal data still in it, or null
 */
public record ReportedRecipient(
        String address,
        String alsoKnownAs,
        FailureClass failureClass,
        boolean permanent,
        boolean stillTrying,
        String status,
        Integer replyCode,
        String words) {

    static ReportedRecipient of(String address, String alsoKnownAs, Diagnosis diagnosis) {
        return new ReportedRecipient(
                address,
                alsoKnownAs,
                diagnosis.failureClass(),
                diagnosis.permanent(),
                diagnosis.stillTrying(),
                diagnosis.status(),
                diagnosis.replyCode(),
                diagnosis.words());
    }

    static ReportedRecipient ofComplaint(String address, String type) {
        return new ReportedRecipient(address, null, null, false, false, null, null, type.isEmpty() ? null : type);
    }

    /**
     * What a mail provider says of one recipient in the fields of a delivery report (RFC 3464).
     *
     * @param address may be null
     * @param status an enhanced status code, or an empty text
     * @param action such as {@code failed} or {@code delayed}, or an empty text
     * @param words what was said, or an empty text
     */
    public static ReportedRecipient told(String address, String status, String action, String words) {
        return of(address, null, Diagnosis.of(status, action, List.of(new Wording(DeliveryReport.withoutType(words)))));
    }

    /** One whose provider passes on a complaint. */
    public static ReportedRecipient complaining(String address) {
        return ofComplaint(address, "");
    }

    /** The same, for a reason that the provider names in a field of its own. */
    public ReportedRecipient as(FailureClass named) {
        return new ReportedRecipient(address, alsoKnownAs, named, permanent, stillTrying, status, replyCode, words);
    }

    /** Whether there is nobody at the address, for good. */
    public boolean addressDead() {
        return failureClass == FailureClass.ADDRESS_DEAD;
    }

    @Override
    public String toString() {
        return "ReportedRecipient[" + failureClass + ", " + status + "]";
    }
}
