-- Owner: affected.

-- Who has an address, set by set: written in one go when a set is sealed, which never changes again. An index on the people
-- themselves would be changed in another place for each of them.
CREATE TABLE contact_page (
    record_set_id  uuid   NOT NULL,
    kind           text   NOT NULL, -- EMAIL or PHONE
    first_key      bigint NOT NULL, -- of the page's first entry
    first_position bigint NOT NULL, -- the same
    entries        bytea  NOT NULL, -- at most 112, ascending: a digest's first eight bytes, and a position in eight bytes
    PRIMARY KEY (record_set_id, kind, first_key, first_position)
);
ALTER TABLE contact_page ALTER COLUMN entries SET STORAGE EXTERNAL; -- digests do not compress

INSERT INTO contact_page (record_set_id, kind, first_key, first_position, entries)
SELECT record_set_id, kind, (array_agg(key ORDER BY key, position))[1], (array_agg(position ORDER BY key, position))[1],
       string_agg(int8send(key) || int8send(position), ''::bytea ORDER BY key, position)
FROM (SELECT p.record_set_id, c.kind, c.key, p.position,
             (row_number() OVER (PARTITION BY p.record_set_id, c.kind ORDER BY c.key, p.position) - 1) / 112 AS page
      FROM affected_person p
      JOIN record_set s ON s.id = p.record_set_id AND s.status = 'SEALED'
      CROSS JOIN LATERAL (
          VALUES ('EMAIL', ('x' || encode(substring(p.email_digest FROM 1 FOR 8), 'hex'))::bit(64)::bigint),
                 ('PHONE', ('x' || encode(substring(p.phone_digest FROM 1 FOR 8), 'hex'))::bit(64)::bigint)) c (kind, key)
      WHERE c.key IS NOT NULL) entry
GROUP BY record_set_id, kind, page;

DROP INDEX affected_person_email;
DROP INDEX affected_person_phone;

-- Owner: platform.

-- PostgreSQL's own, where it has one: half the time, and in the order in which a session asks for them.
DO $$
BEGIN
    IF current_setting('server_version_num')::int >= 180000 THEN
        CREATE OR REPLACE FUNCTION uuid_v7() RETURNS uuid
            LANGUAGE sql VOLATILE PARALLEL SAFE
        AS 'SELECT uuidv7()';
    END IF;
END
$$;
