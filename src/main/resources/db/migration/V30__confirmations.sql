-- Owner: delivery.

-- How long the channel before this one has to be confirmed before this one opens too, in batches that name such a time; NULL:
-- that it was accepted is enough. A waiting delivery whose time runs has its end in due_at.
ALTER TABLE delivery ADD COLUMN confirm_within interval;

-- Only what waits for such an end is in it: a batch that names no time never writes to it.
CREATE INDEX delivery_unconfirmed ON delivery (due_at) WHERE state = 'PLANNED' AND due_at IS NOT NULL;

-- Deliveries that had served and failed after all: whether their batches have something to do again is looked at soon, and the
-- row is then gone. No key: rows are only added, and taken away by the batch.
CREATE TABLE late_failure (
    batch_id    uuid        NOT NULL,
    delivery_id uuid        NOT NULL,
    failed_at   timestamptz NOT NULL
);

-- Owner: batch.

-- Whether the last recount found something that does not add up.
ALTER TABLE batch ADD COLUMN counts_differ boolean NOT NULL DEFAULT false;
CREATE INDEX batch_counts_differ ON batch (id) WHERE counts_differ;

-- How many messages had failed when a person last looked at them and went on: its threshold takes no account of those. Batches
-- that an earlier version let go on have holds_waived, and no threshold any more.
ALTER TABLE batch ADD COLUMN failures_seen bigint NOT NULL DEFAULT 0;
