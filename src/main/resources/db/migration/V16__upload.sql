-- Owner: affected (intake.parts).

-- An upload that comes in parts (tus 1.0). Its parts can come to any replica; what has come waits here, encrypted, until the
-- last part is there and the whole is read into a record set.
CREATE TABLE upload (
    id               uuid PRIMARY KEY,
    incident_id      uuid        NOT NULL REFERENCES incident,
    name             text        NOT NULL, -- of the record set, as its uploader calls it
    format           text        NOT NULL,
    coding           text        NOT NULL,
    metadata         text        NOT NULL, -- the Upload-Metadata header, which tus gives back as it came
    uploader         text        NOT NULL,
    length           bigint      NOT NULL CHECK (length > 0),
    received         bigint      NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND length),
    status           text        NOT NULL CHECK (status IN ('RECEIVING', 'COMPLETE', 'SEALED', 'FAILED')),
    failure          text,
    record_set_id    uuid,                 -- the set that it became, or that failed
    wrapped_data_key bytea,                -- dropped when it has ended
    tries            int         NOT NULL DEFAULT 0, -- readings that the service itself could not end
    due_at           timestamptz,          -- when to read it next, while COMPLETE
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL
);
CREATE INDEX upload_due ON upload (due_at) WHERE status = 'COMPLETE';
CREATE INDEX upload_expiry ON upload (expires_at);

CREATE TABLE upload_block (
    upload_id  uuid   NOT NULL REFERENCES upload,
    first_byte bigint NOT NULL, -- its place in the upload, from 0
    envelope   bytea  NOT NULL, -- AES-256-GCM; associated data: upload, place
    PRIMARY KEY (upload_id, first_byte)
);
-- Ciphertext does not compress.
ALTER TABLE upload_block ALTER COLUMN envelope SET STORAGE EXTERNAL;
