-- Owner: delivery.

-- Addresses that nothing is sent to, as keyed digests: nobody can read the addresses from this table. Lifted ones stay, for what
-- they did to a plan must remain explained.
CREATE TABLE suppression (
    id          uuid PRIMARY KEY,
    channel     text        NOT NULL CHECK (channel IN ('EMAIL', 'SMS')),
    digest      bytea       NOT NULL,
    masked      text        NOT NULL, -- enough to recognise the address, not enough to write to it
    reason      text        NOT NULL CHECK (reason IN ('ADDRESS_DEAD', 'OPTED_OUT')),
    source      text        NOT NULL CHECK (source IN ('DELIVERY', 'PERSON')),
    delivery_id uuid,                 -- whose message could not be delivered
    note        text,
    added_by    text        NOT NULL,
    added_at    timestamptz NOT NULL,
    expires_at  timestamptz,          -- NULL: until lifted
    lifted_by   text,
    lifted_at   timestamptz,
    changed_at  timestamptz NOT NULL DEFAULT clock_timestamp() -- by the database's clock: replicas read on from here
);
CREATE UNIQUE INDEX suppression_live ON suppression (channel, digest) WHERE lifted_at IS NULL;
CREATE INDEX suppression_changed ON suppression (changed_at);

-- Deliveries that failed because nobody is at the address, the latest last: what suppressions are made from.
CREATE INDEX delivery_dead ON delivery (updated_at) WHERE state = 'FAILED' AND reason = 'ADDRESS_DEAD';
