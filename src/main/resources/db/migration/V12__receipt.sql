-- Owner: receipt.

-- What a provider has reported of a message that it took, as it came. Neither a number nor a text is kept.
CREATE TABLE receipt (
    id          uuid PRIMARY KEY,
    delivery_id uuid        NOT NULL, -- as the callback's address says; one that we do not know waits, and is not lost
    attempt     int,                  -- likewise; NULL: sent by a version that did not name it
    provider    text        NOT NULL, -- the account whose signature it carried
    provider_id text        NOT NULL,
    status      text        NOT NULL, -- the provider's word
    error_code  int,
    received_at timestamptz NOT NULL,
    due_at      timestamptz NOT NULL, -- when to apply it next, while it is not applied
    applied_at  timestamptz,
    UNIQUE (provider_id, status)      -- a repeated or replayed report is the same report
);
CREATE INDEX receipt_due ON receipt (due_at) WHERE applied_at IS NULL;

-- Owner of the table: delivery. Whose message the provider's id is, asked before a message found at the provider is taken for ours.
CREATE INDEX delivery_sms_provider_id ON delivery (provider_id) WHERE channel = 'SMS' AND provider_id IS NOT NULL;
