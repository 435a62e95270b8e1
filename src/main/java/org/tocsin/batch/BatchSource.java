package org.tocsin.batch;

import java.util.UUID;

/**
 * What a resend or a correction follows.
 *
 * @param batchId the earlier batch; over the same record set
 * @param people whom of it the new one is for
 */
public record BatchSource(UUID batchId, SourcePeople people) {}
