-- Owner: account.

CREATE TABLE account (
    id              uuid PRIMARY KEY,
    username        text        NOT NULL UNIQUE,
    password_hash   text        NOT NULL,
    roles           text[]      NOT NULL CHECK (cardinality(roles) > 0),
    created_at      timestamptz NOT NULL,
    created_by      text        NOT NULL,
    password_set_at timestamptz NOT NULL,
    password_set_by text        NOT NULL, -- who can know the password beside its holder
    disabled_at     timestamptz,
    CONSTRAINT nobody_writes_and_approves CHECK (NOT (roles @> ARRAY['author', 'approver']))
);
