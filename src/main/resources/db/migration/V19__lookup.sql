-- Owner: affected.

-- Who has an address. Hash indexes: they are asked for one digest and nothing else, keep four bytes of each instead of 32, and
-- hold nobody whose digest is NULL.
CREATE INDEX affected_person_email ON affected_person USING hash (email_digest);
CREATE INDEX affected_person_phone ON affected_person USING hash (phone_digest);
