-- Owner: affected.

-- People of a sealed record set who have a mailbox or a telephone number in common. Found by the keyed digests; says nothing of
-- the address itself.
CREATE TABLE shared_contact (
    record_set_id  uuid   NOT NULL,
    position       bigint NOT NULL,
    kind           text   NOT NULL CHECK (kind IN ('EMAIL', 'PHONE')),
    first_position bigint NOT NULL, -- of the first of them: whoever shares with whom has the same
    people         bigint NOT NULL, -- how many share it, this one included
    PRIMARY KEY (record_set_id, position, kind)
);

-- People who share something; NULL: sealed by a version that did not look.
ALTER TABLE record_set ADD COLUMN shared_contacts bigint;

-- Owner: delivery.

-- Why a person must decide before this one is sent, from the plan on; NULL: nobody need.
ALTER TABLE delivery ADD COLUMN hold_for text;
