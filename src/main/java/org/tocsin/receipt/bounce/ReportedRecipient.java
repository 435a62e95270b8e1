package org.tocsin.receipt.bounce;

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

    /** Whether there is nobody at the address, for good. */
    public boolean addressDead() {
        return failureClass == FailureClass.ADDRESS_DEAD;
    }

    @Override
    public String toString() {
        return "ReportedRecipient[" + failureClass + ", " + status + "]";
    }
}
