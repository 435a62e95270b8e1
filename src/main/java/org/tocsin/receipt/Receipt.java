package org.tocsin.receipt;

import java.util.UUID;

/**
 * One report of a provider, as it came.
 *
 * @param attempt the attempt that the message was sent by, from 1, or null when the callback's address does not say
 * @param provider the account whose signature it carried
 * @param providerId the provider's own id of the message
 * @param status the provider's word
 * @param errorCode the provider's code, or null
 */
record Receipt(
        UUID id,
        UUID deliveryId,
        Integer attempt,
        String provider,
        String providerId,
        String status,
        Integer errorCode) {}
