package org.tocsin.channel;

import java.util.OptionalDouble;

/** One configured way to the outside: a mail relay, or an account at an SMS provider. Safe for many threads at once. */
public interface Provider {

    /** The name that the configuration gives it. */
    String name();

    /** How many messages it takes at once from this replica; at least 1. */
    int connections();

    /** The most that it may be given by all replicas together, in messages (SMS: segments) per second; empty: no limit. */
    OptionalDouble perSecond();

    /** Hands over one message, exactly once; see {@link MessageChannel#send}. */
    SendResult send(OutboundMessage message, SendPermit permit);
}
