-- Owner: delivery.

-- A row of attempt is written twice, as intent and as outcome. With room on its page, and no B-tree over what the
-- outcome sets, the second write touches no index (a heap-only update). Pages of attempts are looked for after a crash
-- only, and their ids grow with time as the rows do: a BRIN index finds them and costs the sending nothing.
DROP INDEX attempt_of_page;
CREATE INDEX attempt_of_page ON attempt USING brin (page_id) WITH (pages_per_range = 16, autosummarize = on)
    WHERE page_id IS NOT NULL;
ALTER TABLE attempt SET (fillfactor = 50);

-- An intent is inserted from a row of delivery that is locked in the same statement, and no delivery is ever deleted: a
-- foreign key would look the same row up once more for each.
ALTER TABLE attempt DROP CONSTRAINT attempt_delivery_id_fkey;
