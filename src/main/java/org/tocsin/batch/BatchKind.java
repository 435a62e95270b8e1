package org.tocsin.batch;

import java.util.UUID;

/**
 * What kind of batch a notice is of: all that a customer's status says of it, without the plan, the policy and the facts.
 *
 * @param simulated whether nothing of it left this machine
 */
public record BatchKind(Purpose purpose, boolean simulated) {

    /** The kind of a batch that exists, in the caller's transaction. */
    public static BatchKind of(UUID batch) {
        return Batch.find("id", batch).project(BatchKind.class).singleResult();
    }
}
