-- Owner: evidence.

CREATE TABLE evidence_entry (
    seq           bigint PRIMARY KEY,
    at            timestamptz NOT NULL,
    incident_id   uuid,
    actor         text  NOT NULL,
    action        text  NOT NULL,
    subject       text  NOT NULL,
    detail        text  NOT NULL, -- canonical JSON (RFC 8785), hashed as it stands
    previous_hash bytea NOT NULL,
    hash          bytea NOT NULL, -- SHA-256 over this entry and previous_hash: anyone can check it
    mac           bytea NOT NULL  -- HMAC of hash: a rebuilt chain needs a key that is not in the database
);
CREATE INDEX evidence_entry_incident ON evidence_entry (incident_id, seq);

-- How long the chain is: entries cut off its end are missed here. Its row lock is what puts entries in order.
CREATE TABLE evidence_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    seq      bigint NOT NULL,
    hash     bytea  NOT NULL,
    mac      bytea
);
INSERT INTO evidence_head (seq, hash, mac) VALUES (0, '\x', NULL);

-- Append-only for everyone, the owner of the tables included, until somebody drops the trigger in plain sight. The
-- service's own role does not even have the right (afterMigrate.sql).
CREATE FUNCTION evidence_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'evidence is append-only';
END
$$;
CREATE TRIGGER evidence_entry_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_entry
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only();
