-- Owner: affected.

CREATE TABLE record_set (
    id               uuid PRIMARY KEY,
    incident_id      uuid        NOT NULL REFERENCES incident,
    name             text        NOT NULL,
    status           text        NOT NULL CHECK (status IN ('RECEIVING', 'SEALED', 'FAILED', 'PURGED')),
    failure          text,
    uploaded_by      text        NOT NULL,
    accepted         bigint      NOT NULL DEFAULT 0,
    rejected         bigint      NOT NULL DEFAULT 0,
    warnings         bigint      NOT NULL DEFAULT 0,
    duplicates       bigint      NOT NULL DEFAULT 0,
    attributes       text[]      NOT NULL DEFAULT '{}', -- names of the further columns, in the upload's order
    wrapped_data_key bytea       NOT NULL, -- dropped at the purge
    body_digest      bytea,                -- SHA-256 of the upload as it came
    digest           text,                 -- keyed digest of the canonical rows
    seal_digest      text,                 -- digest of the stored rows
    created_at       timestamptz NOT NULL,
    sealed_at        timestamptz,
    CHECK (status <> 'SEALED' OR (digest IS NOT NULL AND seal_digest IS NOT NULL AND sealed_at IS NOT NULL))
);
CREATE INDEX record_set_incident ON record_set (incident_id, id);
CREATE INDEX record_set_unfinished ON record_set (status) WHERE status IN ('RECEIVING', 'FAILED');

-- What planning must see of a person without opening the envelope; everything that a message may say is inside it.
-- The record set is checked once per statement, by a trigger below: a foreign key would check it once per row.
CREATE TABLE affected_person (
    record_set_id uuid   NOT NULL,
    position      bigint NOT NULL, -- of the record in the upload, from 1
    customer_ref  text   COLLATE "C" NOT NULL,
    locale        text,
    country       text,
    region        text,
    email_digest  bytea,           -- keyed; NULL: no usable address
    phone_digest  bytea,           -- keyed; NULL: no usable number
    envelope      bytea  NOT NULL, -- AES-256-GCM; associated data: record set, position, customer reference
    PRIMARY KEY (record_set_id, position),
    UNIQUE (record_set_id, customer_ref)
);
-- Ciphertext does not compress.
ALTER TABLE affected_person ALTER COLUMN envelope SET STORAGE EXTERNAL;

CREATE TABLE record_finding (
    record_set_id uuid   NOT NULL,
    position      bigint NOT NULL,
    kind          text   NOT NULL, -- REJECT, WARNING, DUPLICATE
    field         text   NOT NULL,
    line          bigint NOT NULL,
    reason        text   NOT NULL,
    PRIMARY KEY (record_set_id, position, kind, field)
);

-- A sealed set never changes again; all that can happen to it is the purge.
CREATE FUNCTION record_set_stays_sealed() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'record set % is %', OLD.id, OLD.status;
END
$$;
CREATE TRIGGER record_set_sealed
    BEFORE UPDATE ON record_set
    FOR EACH ROW WHEN (OLD.status = 'SEALED' AND NEW.status <> 'PURGED' OR OLD.status IN ('FAILED', 'PURGED'))
    EXECUTE FUNCTION record_set_stays_sealed();

CREATE FUNCTION affected_person_is_received() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT record_set_id FROM new_rows) touched
               LEFT JOIN record_set s ON s.id = touched.record_set_id
               WHERE s.status IS DISTINCT FROM 'RECEIVING') THEN
        RAISE EXCEPTION 'affected persons come only into a record set that is being received';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER affected_person_insert AFTER INSERT ON affected_person
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION affected_person_is_received();

CREATE FUNCTION affected_person_never_changes() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'affected persons never change';
END
$$;
CREATE TRIGGER affected_person_update BEFORE UPDATE ON affected_person
    FOR EACH STATEMENT EXECUTE FUNCTION affected_person_never_changes();

CREATE FUNCTION affected_person_goes_with_its_set() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT record_set_id FROM old_rows) touched
               JOIN record_set s ON s.id = touched.record_set_id
               WHERE s.status NOT IN ('FAILED', 'PURGED')) THEN
        RAISE EXCEPTION 'affected persons go only when their record set has failed or is purged';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER affected_person_delete AFTER DELETE ON affected_person
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION affected_person_goes_with_its_set();
