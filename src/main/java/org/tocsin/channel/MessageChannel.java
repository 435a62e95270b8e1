package org.tocsin.channel;

import java.time.Instant;

/** One way to people: email, SMS, or the sandbox in place of either. Blocks its thread; safe for many threads at once. */
public interface MessageChannel {

    ChannelKind kind();

    /** Whether nothing leaves this machine. */
    boolean simulated();

    /** Who the notices come from, as the approver sees it: an address or a number, never a secret. */
    String sender();

    /** How many messages may be under way at once on this replica; at least 1. */
    int concurrency();

    /** What it would take now; changes as providers go down and come back. */
    Readiness readiness();

    /**
     * Hands one message to a provider, exactly once.
     *
     * @param permit asked directly before the point of no return
     * @return the outcome; an exception from here is a defect and is taken for {@code UNKNOWN}
     */
    SendResult send(OutboundMessage message, SendPermit permit);

    /**
     * Asks what became of a message whose answer was lost. Safe to repeat.
     *
     * @param provider the configured provider that had it in hand, or null when that is not known: the service died first
     * @param since when the attempt began
     */
    LookUpResult lookUp(OutboundMessage message, String provider, Instant since);
}
