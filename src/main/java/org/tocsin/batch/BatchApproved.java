package org.tocsin.batch;

import java.util.UUID;

/** Said when a batch has been approved, so that its start need not wait for the next look round; to be heard after the commit. */
public record BatchApproved(UUID batch) {}
