package org.tocsin.receipt.bounce;

import java.util.Map;
import org.tocsin.channel.FailureClass;

/**
 * What enhanced status codes say of a message that came back, by subject and detail.
 *
 * <p>Sources: RFC 3463, 3; the IANA registry of enhanced status codes; for details from 100 on
 * https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online.
 */
final class StatusCodes {

    private static final Map<String, FailureClass> MEANINGS = Map.ofEntries(
            Map.entry("1.1", FailureClass.ADDRESS_DEAD), // bad destination mailbox address
            Map.entry("1.2", FailureClass.ADDRESS_DEAD), // bad destination system address
            Map.entry("1.3", FailureClass.ADDRESS_DEAD), // bad destination mailbox address syntax
            Map.entry("1.6", FailureClass.ADDRESS_DEAD), // has moved, no forwarding address
            Map.entry("1.10", FailureClass.ADDRESS_DEAD), // the domain or the mailbox takes no mail
            Map.entry("1.351", FailureClass.ADDRESS_DEAD), // Exchange Online: unknown to the remote server
            Map.entry("1.7", FailureClass.POLICY), // bad sender's mailbox address syntax
            Map.entry("1.8", FailureClass.POLICY), // bad sender's system address
            Map.entry("1.9", FailureClass.POLICY), // relayed to a server that loses information
            Map.entry("1", FailureClass.MAILBOX_UNABLE), // address: ambiguous, and the like
            // The mailbox exists (RFC 3463, 3.3): 2.1 is disabled and may open again, so it does not mark the address.
            Map.entry("2.3", FailureClass.POLICY), // message longer than this mailbox takes
            Map.entry("2.4", FailureClass.POLICY), // mailing list expansion
            Map.entry("2", FailureClass.MAILBOX_UNABLE), // mailbox: disabled, full
            Map.entry("3.4", FailureClass.POLICY), // message too big for the system
            Map.entry("3", FailureClass.MAILBOX_UNABLE), // mail system of the recipient
            Map.entry("4", FailureClass.MAILBOX_UNABLE), // network and routing towards the mailbox
            Map.entry("5.3", FailureClass.TOO_FAST), // too many recipients
            Map.entry("5", FailureClass.MAILBOX_UNABLE), // protocol
            Map.entry("6", FailureClass.POLICY), // content
            Map.entry("7", FailureClass.POLICY)); // security and policy: about the sender or the content

    private StatusCodes() {}

    /** What a code means, or null for one that says nothing; a passing refusal never marks the address. */
    static FailureClass meaningOf(String status) {
        if (status == null) {
            return null;
        }
        String detail = status.substring(2);
        FailureClass exact = MEANINGS.get(detail);
        FailureClass meaning = exact != null ? exact : MEANINGS.get(detail.substring(0, detail.indexOf('.')));
        boolean passing = status.startsWith("4");
        return passing && meaning == FailureClass.ADDRESS_DEAD ? FailureClass.MAILBOX_UNABLE : meaning;
    }
}
