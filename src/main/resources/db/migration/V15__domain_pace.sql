-- Owner: dispatch.

-- Recipient domains that are written to more slowly than the rest, for all replicas. A domain is named by a keyed digest: nobody
-- can read from this table who somebody's customers have their mail with.
CREATE TABLE domain_pace (
    domain_digest  bigint PRIMARY KEY,
    configured_gap interval    NOT NULL DEFAULT '0', -- between two messages, as the operator wants it
    backed_off_gap interval    NOT NULL DEFAULT '0', -- between two messages, since the domain said "too fast"; halves by the minute
    backed_off_at  timestamptz,
    next_at        timestamptz NOT NULL              -- the first moment that no message has been given yet
);
