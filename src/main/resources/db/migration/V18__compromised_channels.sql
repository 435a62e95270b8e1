-- Owner: batch.

-- Ways to people that the attackers may read or have changed, during one incident: all of a channel, or all mailboxes of a
-- domain. Lifted ones stay: what they did to a plan must remain explained.
CREATE TABLE compromised_channel (
    id          uuid PRIMARY KEY,
    incident_id uuid        NOT NULL REFERENCES incident,
    channel     text        NOT NULL,
    domain      text,                 -- NULL: the whole channel
    reason      text        NOT NULL,
    added_by    text        NOT NULL,
    added_at    timestamptz NOT NULL,
    lifted_by   text,
    lifted_at   timestamptz,
    CHECK (domain IS NULL OR channel = 'EMAIL')
);
CREATE UNIQUE INDEX compromised_channel_live ON compromised_channel (incident_id, channel, coalesce(domain, ''))
    WHERE lifted_at IS NULL;

-- Owner: delivery.

-- The rule that took this channel from the person; NULL: none did.
ALTER TABLE delivery ADD COLUMN moved_by uuid;
CREATE INDEX delivery_moved ON delivery (batch_id, moved_by, id) WHERE moved_by IS NOT NULL;
