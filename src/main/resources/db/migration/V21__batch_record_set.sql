-- Owner: batch.

-- Which batches are over a record set, asked before it is purged.
CREATE INDEX batch_record_set ON batch (record_set_id);
