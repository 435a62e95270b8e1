-- Owner: approval.

-- One decision per batch. The row copies everyone who made the batch what it is, under a foreign key, so that the check
-- below is about the truth and the batch's fingerprint can no longer change.
CREATE TABLE approval (
    batch_id        uuid PRIMARY KEY,
    fingerprint     text        NOT NULL,
    decision        text        NOT NULL CHECK (decision IN ('APPROVE', 'REJECT')),
    comment         text,
    approver        text        NOT NULL,
    author          text        NOT NULL,
    submitter       text        NOT NULL,
    template_author text        NOT NULL,
    uploader        text        NOT NULL,
    facts_editor    text        NOT NULL,
    mac             bytea       NOT NULL, -- HMAC of batch, fingerprint and decision; the key is not in the database
    decided_at      timestamptz NOT NULL,
    FOREIGN KEY (batch_id, fingerprint, author, submitter, template_author, uploader, facts_editor)
        REFERENCES batch (id, fingerprint, created_by, submitted_by, template_author, uploader, facts_editor),
    CONSTRAINT four_eyes CHECK (approver NOT IN (author, submitter, template_author, uploader, facts_editor))
);
