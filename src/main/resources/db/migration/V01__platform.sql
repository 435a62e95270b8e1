-- Owner: platform.

-- One row per key purpose: proves at start that the key file belongs to this database, without telling the key.
CREATE TABLE key_check (
    purpose     text PRIMARY KEY,
    check_value bytea NOT NULL
);

-- The first answer to each Idempotency-Key, committed together with the act that it answers.
CREATE TABLE idempotent_answer (
    caller         text        NOT NULL,
    path           text        NOT NULL,
    key            text        NOT NULL,
    request_digest bytea       NOT NULL,
    status         int         NOT NULL,
    location       text,
    body           text,
    answered_at    timestamptz NOT NULL,
    PRIMARY KEY (caller, path, key)
);

-- A time-ordered UUID (version 7, RFC 9562) for rows that are made by the set, inside the database.
CREATE FUNCTION uuid_v7() RETURNS uuid
    LANGUAGE sql VOLATILE PARALLEL SAFE
AS $$
    SELECT encode(
        set_bit(
            set_bit(
                overlay(uuid_send(gen_random_uuid())
                    PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                    FROM 1 FOR 6),
                52, 1),
            53, 1),
        'hex')::uuid
$$;
