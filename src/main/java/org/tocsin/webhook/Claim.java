package org.tocsin.webhook;

import java.util.UUID;

/**
 * The right to send an endpoint the next events of a batch, as long as nobody else has got it since.
 *
 * @param epoch of the claim: a mark that carries another one changes nothing
 * @param lastSeq the latest event that the endpoint wanted when it was claimed
 * @param attempts how many tries of the next event have failed
 * @param sinceNanos from when on its lease runs, at the latest, by {@link System#nanoTime}
 */
record Claim(UUID endpointId, UUID batchId, long epoch, long lastSeq, int attempts, long sinceNanos) {}
