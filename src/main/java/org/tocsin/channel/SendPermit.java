package org.tocsin.channel;

/**
 * The last word before a message can no longer be taken back. A channel asks directly before SMTP's final dot or the HTTP
 * POST, and drops the connection when the answer is no.
 */
@FunctionalInterface
public interface SendPermit {

    boolean stillValid();
}
