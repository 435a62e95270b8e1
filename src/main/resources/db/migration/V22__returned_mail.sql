-- Owner: receipt.

-- Mails that came back, as they came: stored before they are read. The row stays; the mail itself goes after its retention.
CREATE TABLE returned_mail (
    id          uuid PRIMARY KEY,
    digest      bytea       NOT NULL UNIQUE, -- keyed, of the whole mail: the same mail again is the same row
    wrapped_key bytea,                       -- of this mail alone; NULL: the mail is gone
    sealed_mail bytea,
    source      text        NOT NULL,        -- how it came in
    received_at timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,        -- when to apply it next, while it is not applied
    applied_at  timestamptz,
    kind        text,                        -- as it was read
    outcome     text CHECK (outcome IN ('APPLIED', 'DELAYED', 'NOTED', 'IGNORED', 'UNMATCHED')),
    delivery_id uuid,                        -- the delivery that it is about
    class       text,                        -- why that was not delivered
    CHECK ((applied_at IS NULL) = (outcome IS NULL)),
    CHECK ((wrapped_key IS NULL) = (sealed_mail IS NULL))
);
CREATE INDEX returned_mail_due ON returned_mail (due_at) WHERE applied_at IS NULL;
CREATE INDEX returned_mail_unmatched ON returned_mail (received_at) WHERE outcome = 'UNMATCHED';
CREATE INDEX returned_mail_kept ON returned_mail (received_at) WHERE wrapped_key IS NOT NULL;
