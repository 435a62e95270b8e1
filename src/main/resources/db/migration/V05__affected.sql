-- Owner: affected.

CREATE TABLE record_set (
    id               uuid PRIMARY KEY,
    incident_id      uuid        NOT NULL REFERENCES incident,
    name             text        NOT NULL,
    status           text        NOT NULL, -- RECEIVING, SEALED, FAILED, PURGED
    failure          text,
    uploaded_by      text        NOT NULL,
    accepted         bigint      NOT NULL DEFAULT 0,
    rejected         bigint      NOT NULL DEFAULT 0,
    warnings         bigint      NOT NULL DEFAULT 0,
    duplicates       bigint      NOT NULL DEFAULT 0,
    wrapped_data_key bytea       NOT NULL, -- dropped at the purge
    body_digest      bytea,                -- SHA-256 of the upload as it came
    digest           text,                 -- keyed digest of the canonical rows
    seal_digest      text,                 -- digest of the stored rows
    created_at       timestamptz NOT NULL,
    sealed_at        timestamptz
);
CREATE INDEX record_set_incident ON record_set (incident_id);

-- What planning must see of a person without opening the envelope; everything that a message may say is inside it.
CREATE TABLE affected_person (
    record_set_id uuid   NOT NULL REFERENCES record_set,
    position      bigint NOT NULL, -- of the record in the upload, from 1
    customer_ref  text   COLLATE "C" NOT NULL,
    locale        text,
    country       text,
    region        text,
    email_digest  bytea,           -- keyed; NULL: no usable address
    phone_digest  bytea,           -- keyed; NULL: no usable number
    envelope      bytea  NOT NULL, -- AES-256-GCM; associated data: record set, customer reference, position
    PRIMARY KEY (record_set_id, position),
    UNIQUE (record_set_id, customer_ref)
);

CREATE TABLE record_finding (
    record_set_id uuid   NOT NULL REFERENCES record_set,
    position      bigint NOT NULL,
    kind          text   NOT NULL, -- REJECT, WARNING, DUPLICATE
    field         text   NOT NULL,
    line          bigint NOT NULL,
    reason        text   NOT NULL,
    PRIMARY KEY (record_set_id, position, kind, field)
);
