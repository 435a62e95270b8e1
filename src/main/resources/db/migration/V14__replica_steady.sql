-- Owner: delivery.

-- Since when a replica's heartbeats have come without a gap that looks like an outage of the database. A lease has run out
-- only while some other replica could have its own renewed all along.
ALTER TABLE replica ADD COLUMN steady_since timestamptz NOT NULL DEFAULT now();
