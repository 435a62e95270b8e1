-- What people do to a batch by hand: leave somebody out, cancel a million, let an approval lapse.

-- Owner: delivery.

-- People whom no batch of an incident is to tell, and why. Lifted ones stay: what they did to a list must remain explained.
CREATE TABLE exclusion (
    id           uuid PRIMARY KEY,
    incident_id  uuid        NOT NULL,
    customer_ref text        COLLATE "C" NOT NULL,
    reason       text        NOT NULL CHECK (reason IN ('LAW_ENFORCEMENT_HOLD', 'OTHER_CONTACT', 'WRONGLY_LISTED')),
    note         text,
    excluded_by  text        NOT NULL,
    excluded_at  timestamptz NOT NULL,
    lifted_by    text,
    lifted_at    timestamptz
);
CREATE UNIQUE INDEX exclusion_live ON exclusion (incident_id, customer_ref) WHERE lifted_at IS NULL;

-- Who took somebody off a list that was submitted already. The list's digest takes such a row as it was planned, so that
-- the list can shrink and still be verified, by an exclusion and by nothing else.
ALTER TABLE notice ADD COLUMN exclusion_id uuid REFERENCES exclusion;
CREATE INDEX notice_excluded_later ON notice (batch_id) WHERE exclusion_id IS NOT NULL;

-- Owner: batch.

-- The last position whose people have been withdrawn, once CANCELLED or REJECTED: a million people are not withdrawn in
-- one transaction. Batches that ended before this column did it in one, and are looked through once.
ALTER TABLE batch ADD COLUMN withdrawn_to bigint NOT NULL DEFAULT 0;

-- When the batch's counters were last compared with its rows.
ALTER TABLE batch ADD COLUMN recounted_at timestamptz;

-- Owner: platform.

-- Jobs that one replica does for all (ShedLock's own table).
CREATE TABLE shedlock (
    name       text PRIMARY KEY,
    lock_until timestamptz NOT NULL,
    locked_at  timestamptz NOT NULL,
    locked_by  text        NOT NULL
);
