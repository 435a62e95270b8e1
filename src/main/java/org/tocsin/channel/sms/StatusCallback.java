package org.tocsin.channel.sms;

import java.util.UUID;

/**
 * The address that Twilio reports to. It names the delivery and the attempt, so that a report tells which message was taken even
 * when the answer with the message's own id was lost.
 */
public final class StatusCallback {

    /** The path, without the delivery's id. */
    public static final String PATH = "/hooks/twilio/status";

    /** The query parameter with the attempt's number. */
    public static final String ATTEMPT = "attempt";

    private StatusCallback() {}

    /**
     * The address, character by character as Twilio is given it and signs it.
     *
     * @param publicUrl the service as the outside sees it, without a slash at the end
     * @param attempt from 1; null for the form without it, which messages of an earlier version still carry
     */
    public static String address(String publicUrl, UUID deliveryId, Integer attempt) {
        String address = publicUrl + PATH + "/" + deliveryId;
        return attempt == null ? address : address + "?" + ATTEMPT + "=" + attempt;
    }
}
