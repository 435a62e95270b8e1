-- Owner: batch.

CREATE TABLE batch (
    id              uuid PRIMARY KEY,
    incident_id     uuid        NOT NULL REFERENCES incident,
    record_set_id   uuid        NOT NULL REFERENCES record_set,
    template_id     uuid        NOT NULL REFERENCES template,
    purpose         text        NOT NULL,
    drill           boolean     NOT NULL,
    simulated       boolean     NOT NULL,
    policy          jsonb       NOT NULL, -- channels, schedule, window, pace, canary, thresholds, horizon, what to do when unknown
    status          text        NOT NULL,
    failure         text,
    held_reason     text,
    resume_to       text,                 -- the status that a pause or hold interrupted
    people          bigint,
    rejects         bigint,
    exclusions      bigint,
    plan            jsonb,                -- what an approver sees: people per channel, language, country; who is not reached
    planned_to      bigint      NOT NULL DEFAULT 0, -- the last position planned, while PLANNING
    released_to     bigint      NOT NULL DEFAULT 0, -- the last position made due, once DISPATCHING
    canary_passed   boolean     NOT NULL DEFAULT false, -- a person has let the rest follow
    holds_waived    boolean     NOT NULL DEFAULT false, -- a person has looked at the failures and gone on
    created_by      text        NOT NULL,
    created_at      timestamptz NOT NULL,
    -- From the submission on:
    submitted_by    text,
    submitted_at    timestamptz,
    template_author text,
    uploader        text,
    facts_editor    text,
    facts           jsonb,                -- the incident's facts, copied
    facts_version   bigint,               -- the incident's version that was copied, or last looked at by who resumed
    senders         jsonb,                -- who the notices come from, per channel, copied
    list_digest     text,
    fingerprint     text,
    approved_at     timestamptz,
    started_at      timestamptz,
    started_mac     bytea,                -- made when the list was found intact; the key is not in the database
    completed_at    timestamptz,
    -- What an approval copies, so that the four-eyes rule is a constraint (V09).
    UNIQUE (id, fingerprint, created_by, submitted_by, template_author, uploader, facts_editor)
);
CREATE INDEX batch_working ON batch (status) WHERE status NOT IN ('COMPLETED', 'CANCELLED', 'REJECTED', 'FAILED');
