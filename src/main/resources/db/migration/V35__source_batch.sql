-- Owner: batch.

-- The batch that a resend or a correction follows, and whom of it it is for (batch.SourcePeople). NULL: everyone in the record set.
ALTER TABLE batch
    ADD COLUMN source_batch_id uuid REFERENCES batch,
    ADD COLUMN source_people text,
    ADD CHECK ((source_batch_id IS NULL) = (source_people IS NULL));
CREATE INDEX batch_source ON batch (source_batch_id) WHERE source_batch_id IS NOT NULL;
