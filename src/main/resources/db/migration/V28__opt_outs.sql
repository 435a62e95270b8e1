-- Owner: delivery.

-- An address can be dead, and its owner can have opted out: two facts. Each is lifted by itself, and a batch can override only
-- the second.
ALTER TABLE suppression
    DROP CONSTRAINT suppression_reason_check,
    ADD CONSTRAINT suppression_reason_check CHECK (reason IN ('ADDRESS_DEAD', 'OPTED_OUT', 'COMPLAINT')),
    DROP CONSTRAINT suppression_source_check,
    ADD CONSTRAINT suppression_source_check CHECK (source IN ('DELIVERY', 'PERSON', 'RECIPIENT'));
DROP INDEX suppression_live;
CREATE UNIQUE INDEX suppression_live ON suppression (channel, digest, (reason = 'ADDRESS_DEAD')) WHERE lifted_at IS NULL;

-- Deliveries whose recipients have complained. A complaint moves no delivery: the message has arrived.
CREATE TABLE complaint (
    delivery_id   uuid PRIMARY KEY REFERENCES delivery,
    complained_at timestamptz NOT NULL -- when we heard of it
);
CREATE INDEX complaint_latest ON complaint (complained_at);

-- Deliveries whose failure says that nothing more is sent to the address, the latest last: what suppressions are made from.
CREATE INDEX delivery_unwanted ON delivery (updated_at) WHERE state = 'FAILED' AND reason IN ('ADDRESS_DEAD', 'OPTED_OUT');
DROP INDEX delivery_dead;

-- Owner: receipt.

-- Texts that people send to our numbers: stored before they are applied. The row stays; what identifies its sender goes after
-- the retention.
CREATE TABLE inbound_text (
    id          uuid PRIMARY KEY,
    provider    text        NOT NULL,        -- the account whose signature it carried
    provider_id text        NOT NULL UNIQUE, -- a repeated or replayed call is the same text
    meaning     text        NOT NULL CHECK (meaning IN ('STOP', 'START', 'OTHER')),
    digest      bytea,                       -- of the sender's number, as a suppression has it; NULL: none, or no longer kept
    wrapped_key bytea,                       -- of this text alone; NULL: the text is gone
    sealed_text bytea,
    received_at timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,        -- when to apply it next, while it is not applied
    applied_at  timestamptz,
    outcome     text CHECK (outcome IN ('APPLIED', 'SUPERSEDED', 'IGNORED')),
    CHECK ((applied_at IS NULL) = (outcome IS NULL)),
    CHECK ((wrapped_key IS NULL) = (sealed_text IS NULL))
);
CREATE INDEX inbound_text_due ON inbound_text (due_at) WHERE applied_at IS NULL;
CREATE INDEX inbound_text_sender ON inbound_text (digest, received_at);
CREATE INDEX inbound_text_kept ON inbound_text (received_at) WHERE wrapped_key IS NOT NULL;
