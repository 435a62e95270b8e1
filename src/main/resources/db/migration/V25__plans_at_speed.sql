-- Owner: delivery.

-- A planned delivery is made from the row of its notice, in one statement, and no notice is ever deleted: a foreign key would
-- look the same row up once more for each of a million.
ALTER TABLE delivery DROP CONSTRAINT delivery_notice_id_fkey;
