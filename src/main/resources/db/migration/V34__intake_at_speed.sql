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

-- Owner: delivery.

-- Two stretches of one plan are written at a time and committed in their order. Each says which shard it counts in: in one and the
-- same, the earlier could wait for the later one's row, and the later one for its turn.
CREATE FUNCTION planning_shard() RETURNS smallint
    LANGUAGE sql STABLE
AS $$
    SELECT coalesce(nullif(current_setting('tocsin.planning_shard', true), '')::int, pg_backend_pid() % 64)::smallint
$$;

CREATE OR REPLACE FUNCTION tally_notice_insert() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO batch_tally AS t (batch_id, kind, name, shard, n)
    SELECT batch_id, 'OUTCOME', tally_name(a), planning_shard(), count(*)
    FROM after_rows a GROUP BY 1, 3 ORDER BY 1, 3
    ON CONFLICT (batch_id, kind, name, shard) DO UPDATE SET n = t.n + excluded.n;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION tally_delivery_insert() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO batch_tally AS t (batch_id, kind, name, shard, n)
    SELECT batch_id, 'DELIVERY', state, planning_shard(), count(*)
    FROM after_rows GROUP BY 1, 3 ORDER BY 1, 3
    ON CONFLICT (batch_id, kind, name, shard) DO UPDATE SET n = t.n + excluded.n;
    RETURN NULL;
END
$$;

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
