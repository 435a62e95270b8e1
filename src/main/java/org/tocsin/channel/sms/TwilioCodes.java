package org.tocsin.channel.sms;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tocsin.channel.FailureClass;

/**
 * What Twilio's error codes mean: of an answer to a POST, and of a message that failed later.
 *
 * <p>Source: Twilio's error and warning dictionary, https://www.twilio.com/docs/api/errors.
 */
public final class TwilioCodes {

    private static final Map<Integer, FailureClass> CLASSES = Map.ofEntries(
            // The recipient, for good
            Map.entry(21211, FailureClass.ADDRESS_DEAD), // 'To' is not a valid number
            Map.entry(21214, FailureClass.ADDRESS_DEAD), // 'To' cannot be reached
            Map.entry(21610, FailureClass.OPTED_OUT), // the recipient has replied STOP
            Map.entry(21612, FailureClass.ADDRESS_DEAD), // 'To' is not reachable from this sender
            Map.entry(21614, FailureClass.ADDRESS_DEAD), // 'To' is no mobile number
            Map.entry(30005, FailureClass.ADDRESS_DEAD), // unknown destination handset
            Map.entry(30006, FailureClass.ADDRESS_DEAD), // landline or unreachable carrier
            // The recipient, for now
            Map.entry(30003, FailureClass.MAILBOX_UNABLE), // unreachable handset: off, or out of coverage
            Map.entry(30008, FailureClass.MAILBOX_UNABLE), // unknown error at the carrier
            // The content or the sender is filtered
            Map.entry(30004, FailureClass.POLICY), // blocked
            Map.entry(30007, FailureClass.POLICY), // carrier violation
            Map.entry(30034, FailureClass.POLICY), // the number is not registered for A2P 10DLC
            // Patience
            Map.entry(20429, FailureClass.TOO_FAST), // too many requests
            Map.entry(21611, FailureClass.TOO_FAST), // this sender's queue is full
            Map.entry(30001, FailureClass.TOO_FAST), // queue overflow
            Map.entry(30036, FailureClass.TOO_FAST), // validity period expired in the queue
            Map.entry(63017, FailureClass.TOO_FAST), // rate limit of the channel
            // The account: nobody's texts leave
            Map.entry(20003, FailureClass.PROVIDER_DOWN), // credentials refused
            Map.entry(20404, FailureClass.PROVIDER_DOWN), // no such resource: the account's SID is wrong
            Map.entry(30002, FailureClass.PROVIDER_DOWN), // account suspended
            // The account's right to text from here or to there
            Map.entry(21212, FailureClass.POLICY), // 'From' is not valid
            Map.entry(21408, FailureClass.POLICY), // permission for that region is not enabled
            Map.entry(21606, FailureClass.POLICY), // 'From' is not able to text to there
            // This one message
            Map.entry(21602, FailureClass.UNSENDABLE), // no body
            Map.entry(21617, FailureClass.UNSENDABLE), // more than 1600 characters
            // No answer
            Map.entry(30500, FailureClass.AMBIGUOUS)); // internal failure at Twilio

    /** Those of {@code POLICY} that an administrator can put right, so that the same message may go out later. */
    private static final Set<Integer> ACCOUNT_RIGHTS = Set.of(21212, 21408, 21606);

    private TwilioCodes() {}

    /** The class of a code, or empty for one that is not in the table. */
    public static Optional<FailureClass> classOf(int code) {
        return Optional.ofNullable(CLASSES.get(code));
    }

    /** Whether a refusal is about what the account may do, and not about the message or its recipient. */
    static boolean concernsTheAccount(int code) {
        return ACCOUNT_RIGHTS.contains(code);
    }
}
