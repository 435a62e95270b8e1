package org.tocsin.delivery;

import java.util.UUID;

/**
 * What is about to be sent. Durable before the provider can take the message, so that a crash leaves a trace of everything
 * that may have left.
 *
 * @param contentHash keyed hash of what the person will read
 */
public record Intent(UUID deliveryId, long epoch, int attempt, String contentHash) {}
