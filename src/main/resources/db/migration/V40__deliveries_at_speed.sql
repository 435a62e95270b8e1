-- Owner: delivery.

-- Where its person stands on the batch's list, as in the notice: people are released by stretches of the list, and need no join for
-- it. NULL: planned before this migration.
ALTER TABLE delivery ADD COLUMN position bigint;
DROP INDEX delivery_batch;
CREATE INDEX delivery_batch ON delivery (batch_id, position);

-- A notice is mostly written twice, as planned and with its outcome. With room on its page for as much again the second write
-- touches no index (a heap-only update); with less, half of them went through all.
ALTER TABLE notice SET (fillfactor = 50);
