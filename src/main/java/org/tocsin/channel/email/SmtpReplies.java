package org.tocsin.channel.email;

import java.util.Map;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;

/**
 * What a refusal means. The stage comes first: before RCPT nobody has been named, so nobody is at fault. Then the reply's
 * first digit, then the enhanced code, then the rest of the reply code.
 *
 * <p>Sources: RFC 5321 (4.2.2, 4.2.3, 4.5.3.1.10), RFC 3463 and the IANA registry of enhanced status codes, RFC 7504 (521,
 * 556), RFC 7505 (5.1.10).
 */
final class SmtpReplies {

    /** Permanent refusals by subject and detail of the enhanced code. */
    private static final Map<String, FailureClass> PERMANENT = Map.ofEntries(
            Map.entry("1.1", FailureClass.ADDRESS_DEAD), // bad destination mailbox address
            Map.entry("1.2", FailureClass.ADDRESS_DEAD), // bad destination system address
            Map.entry("1.3", FailureClass.ADDRESS_DEAD), // bad destination mailbox address syntax
            Map.entry("1.6", FailureClass.ADDRESS_DEAD), // has moved, no forwarding address
            Map.entry("1.10", FailureClass.ADDRESS_DEAD), // the domain takes no mail (null MX)
            Map.entry("1.7", FailureClass.POLICY), // bad sender's mailbox address syntax
            Map.entry("1.8", FailureClass.POLICY), // bad sender's system address
            Map.entry("2.3", FailureClass.POLICY), // message longer than this mailbox takes
            // The mailbox exists (RFC 3463, 3.3): 2.1 is disabled and may open again, so it does not mark the address.
            Map.entry("2", FailureClass.MAILBOX_UNABLE), // mailbox: disabled, full, and the like
            Map.entry("4", FailureClass.MAILBOX_UNABLE), // network and routing towards the mailbox
            Map.entry("7", FailureClass.POLICY)); // security and policy: about the sender or the content

    /** Transient refusals by subject and detail of the enhanced code. */
    private static final Map<String, FailureClass> TRANSIENT = Map.of(
            "5.3", FailureClass.TOO_FAST, // too many recipients
            "1", FailureClass.MAILBOX_UNABLE, // address
            "2", FailureClass.MAILBOX_UNABLE, // mailbox
            "3", FailureClass.PROVIDER_DOWN, // mail system
            "4", FailureClass.MAILBOX_UNABLE, // network and routing towards the mailbox
            "7", FailureClass.POLICY); // greylisting, and reputation

    private static final int CLOSING = 421;
    private static final int MAILBOX_BUSY = 450;
    private static final int LOCAL_ERROR = 451;
    private static final int TOO_MANY_NOW = 452;
    private static final int TOO_MANY_FOR_GOOD = 552;
    private static final int DOMAIN_TAKES_NO_MAIL = 556;

    private SmtpReplies() {}

    /** Whether the message may be tried again later. */
    static Verdict verdict(SendStage stage, SmtpReply reply) {
        return reply.permanentRefusal() && namesARecipient(stage) && !meansTooManyNow(stage, reply)
                ? Verdict.REFUSED
                : Verdict.TRY_LATER;
    }

    /** Why a message was refused at a stage, by a reply with a first digit of 4 or 5. */
    static FailureClass failureClass(SendStage stage, SmtpReply reply) {
        if (reply.replyCode() == CLOSING) {
            return FailureClass.TOO_FAST;
        }
        if (stage == SendStage.MAIL_FROM && (reply.permanentRefusal() || isPolicy(reply))) {
            return FailureClass.POLICY; // our sender address, or our right to send, is refused
        }
        if (!namesARecipient(stage)) {
            return FailureClass.PROVIDER_DOWN;
        }
        if (meansTooManyNow(stage, reply)) {
            return FailureClass.MAILBOX_UNABLE;
        }
        return reply.permanentRefusal() ? permanent(reply) : passing(reply);
    }

    private static boolean namesARecipient(SendStage stage) {
        return stage == SendStage.RCPT_TO || stage == SendStage.DATA || stage == SendStage.FINAL_DOT;
    }

    // RFC 5321, 4.5.3.1.10: some servers say 552 where 452 is meant
    private static boolean meansTooManyNow(SendStage stage, SmtpReply reply) {
        return stage == SendStage.RCPT_TO && reply.replyCode() == TOO_MANY_FOR_GOOD;
    }

    private static boolean isPolicy(SmtpReply reply) {
        return reply.detail().startsWith("7.");
    }

    private static FailureClass permanent(SmtpReply reply) {
        FailureClass byDetail = lookUp(PERMANENT, reply.detail());
        if (byDetail != null) {
            return byDetail;
        }
        return switch (reply.replyCode()) {
            case DOMAIN_TAKES_NO_MAIL -> FailureClass.ADDRESS_DEAD;
            case TOO_MANY_FOR_GOOD -> FailureClass.MAILBOX_UNABLE;
            // 550 stands as often for "we do not want your mail" as for "nobody here": it must not mark an address.
            default -> FailureClass.POLICY;
        };
    }

    private static FailureClass passing(SmtpReply reply) {
        FailureClass byDetail = lookUp(TRANSIENT, reply.detail());
        if (byDetail != null) {
            return byDetail;
        }
        return switch (reply.replyCode()) {
            case MAILBOX_BUSY, LOCAL_ERROR, TOO_MANY_NOW -> FailureClass.MAILBOX_UNABLE;
            default -> FailureClass.PROVIDER_DOWN;
        };
    }

    private static FailureClass lookUp(Map<String, FailureClass> table, String detail) {
        FailureClass exact = table.get(detail);
        int dot = detail.indexOf('.');
        return exact != null || dot < 0 ? exact : table.get(detail.substring(0, dot));
    }
}
