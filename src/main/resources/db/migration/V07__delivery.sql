-- Owner: delivery.

-- One person in one batch.
CREATE TABLE notice (
    id            uuid PRIMARY KEY,
    batch_id      uuid        NOT NULL,
    incident_id   uuid        NOT NULL,
    record_set_id uuid        NOT NULL,
    position      bigint      NOT NULL,
    customer_ref  text        COLLATE "C" NOT NULL,
    locale        text,
    country       text,
    outcome       text        NOT NULL CHECK (outcome IN ('OUTSTANDING', 'REACHED', 'UNREACHED', 'EXCLUDED', 'WITHDRAWN')),
    confirmed     boolean     NOT NULL DEFAULT false,
    reason        text,
    updated_at    timestamptz NOT NULL,
    UNIQUE (batch_id, position),
    CHECK (outcome = 'REACHED' OR NOT confirmed)
) WITH (fillfactor = 85);
CREATE INDEX notice_customer ON notice (customer_ref, id);

-- At most one live FIRST notice per incident and customer, claimed when its batch is submitted.
CREATE TABLE first_notice (
    incident_id  uuid NOT NULL,
    customer_ref text COLLATE "C" NOT NULL,
    notice_id    uuid NOT NULL REFERENCES notice,
    PRIMARY KEY (incident_id, customer_ref)
);
CREATE INDEX first_notice_notice ON first_notice (notice_id);

-- One notice over one channel.
CREATE TABLE delivery (
    id          uuid PRIMARY KEY,
    notice_id   uuid        NOT NULL REFERENCES notice,
    batch_id    uuid        NOT NULL,
    channel     text        NOT NULL,
    rank        smallint    NOT NULL, -- 1 is tried first; in mode ALL every rank is 1
    variant_id  uuid,                 -- NULL: no usable address
    state       text        NOT NULL CHECK (state IN ('PLANNED', 'DUE', 'SENDING', 'ACCEPTED', 'DELIVERED', 'FAILED',
                                                      'UNKNOWN', 'HELD', 'UNDELIVERABLE', 'NOT_NEEDED', 'CANCELLED')),
    reason      text,
    due_at      timestamptz,
    give_up_at  timestamptz,          -- the batch's horizon, set at release
    epoch       bigint      NOT NULL DEFAULT 0, -- counts claims; an outcome of another epoch is late
    worker_id   uuid,                 -- the replica that has it, while SENDING
    attempts    int         NOT NULL DEFAULT 0,
    burnt       int         NOT NULL DEFAULT 0, -- attempts that count against the person's schedule
    resent      boolean     NOT NULL DEFAULT false, -- RESEND_ONCE has been used
    provider_id text,
    updated_at  timestamptz NOT NULL,
    UNIQUE (notice_id, channel)
) WITH (fillfactor = 70);
CREATE INDEX delivery_batch ON delivery (batch_id, id);
CREATE INDEX delivery_due ON delivery (batch_id, channel, due_at) WHERE state = 'DUE';
CREATE INDEX delivery_sending ON delivery (worker_id) WHERE state = 'SENDING';
CREATE INDEX delivery_unknown ON delivery (due_at) WHERE state = 'UNKNOWN';
CREATE INDEX delivery_held ON delivery (batch_id) WHERE state = 'HELD';

-- One try. The row is the durable intent: it is committed before the provider can take the message.
CREATE TABLE attempt (
    delivery_id  uuid        NOT NULL REFERENCES delivery,
    number       int         NOT NULL,
    epoch        bigint      NOT NULL,
    worker_id    uuid        NOT NULL,
    started_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    stage        text,
    result       text,
    class        text,
    code         text,
    words        text,
    provider     text,
    provider_id  text,
    content_hash text        NOT NULL,
    page_id      uuid,                -- the page of outcomes whose digest is in the evidence; NULL: still open
    PRIMARY KEY (delivery_id, number)
) WITH (fillfactor = 70);

-- Attempts enter the evidence as a digest per page: what one replica has written in some seconds.
CREATE TABLE attempt_page (
    id           uuid PRIMARY KEY,
    worker_id    uuid NOT NULL,
    evidence_seq bigint -- NULL: still open
);
CREATE INDEX attempt_page_open ON attempt_page (worker_id) WHERE evidence_seq IS NULL;

CREATE INDEX attempt_of_page ON attempt (page_id) WHERE page_id IS NOT NULL; -- to digest what a dead replica left

-- Open or closed: one row for everything (the nil UUID) and one per batch. Claim and intent look here.
CREATE TABLE gate (
    batch_id   uuid PRIMARY KEY,
    open       boolean     NOT NULL,
    reason     text,
    changed_by text        NOT NULL,
    changed_at timestamptz NOT NULL
);
INSERT INTO gate (batch_id, open, changed_by, changed_at)
VALUES ('00000000-0000-0000-0000-000000000000', true, 'system', now());

-- Running services. A lease is a heartbeat by the database's clock.
CREATE TABLE replica (
    id           uuid PRIMARY KEY,
    started_at   timestamptz NOT NULL DEFAULT now(),
    heartbeat_at timestamptz NOT NULL DEFAULT now()
);

-- How many deliveries and notices of a batch are in which state, kept by the triggers below in the commit that
-- changes them, whoever changes them. Sharded so that concurrent commits do not queue for one row; a reader sums.
CREATE TABLE batch_tally (
    batch_id uuid     NOT NULL,
    kind     text     NOT NULL, -- DELIVERY or OUTCOME
    name     text     NOT NULL,
    shard    smallint NOT NULL,
    n        bigint   NOT NULL,
    PRIMARY KEY (batch_id, kind, name, shard)
) WITH (fillfactor = 50);

CREATE FUNCTION tally_name(n notice) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN n.outcome <> 'REACHED' THEN n.outcome
                WHEN n.confirmed THEN 'REACHED_CONFIRMED'
                ELSE 'REACHED_UNCONFIRMED' END
$$;

CREATE FUNCTION tally_notice_insert() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO batch_tally AS t (batch_id, kind, name, shard, n)
    SELECT batch_id, 'OUTCOME', tally_name(a), pg_backend_pid() % 64, count(*)
    FROM after_rows a GROUP BY 1, 3 ORDER BY 1, 3
    ON CONFLICT (batch_id, kind, name, shard) DO UPDATE SET n = t.n + excluded.n;
    RETURN NULL;
END
$$;
CREATE TRIGGER notice_tally_insert AFTER INSERT ON notice
    REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tally_notice_insert();

CREATE FUNCTION tally_notice_update() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO batch_tally AS t (batch_id, kind, name, shard, n)
    SELECT batch_id, 'OUTCOME', name, pg_backend_pid() % 64, sum(d)
    FROM (SELECT batch_id, tally_name(a) AS name, 1 AS d FROM after_rows a
          UNION ALL
          SELECT batch_id, tally_name(b), -1 FROM before_rows b) moved
    GROUP BY 1, 3 HAVING sum(d) <> 0 ORDER BY 1, 3
    ON CONFLICT (batch_id, kind, name, shard) DO UPDATE SET n = t.n + excluded.n;
    RETURN NULL;
END
$$;
CREATE TRIGGER notice_tally_update AFTER UPDATE ON notice
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tally_notice_update();

CREATE FUNCTION tally_delivery_insert() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO batch_tally AS t (batch_id, kind, name, shard, n)
    SELECT batch_id, 'DELIVERY', state, pg_backend_pid() % 64, count(*)
    FROM after_rows GROUP BY 1, 3 ORDER BY 1, 3
    ON CONFLICT (batch_id, kind, name, shard) DO UPDATE SET n = t.n + excluded.n;
    RETURN NULL;
END
$$;
CREATE TRIGGER delivery_tally_insert AFTER INSERT ON delivery
    REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tally_delivery_insert();

CREATE FUNCTION tally_delivery_update() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO batch_tally AS t (batch_id, kind, name, shard, n)
    SELECT batch_id, 'DELIVERY', state, pg_backend_pid() % 64, sum(d)
    FROM (SELECT batch_id, state, 1 AS d FROM after_rows
          UNION ALL
          SELECT batch_id, state, -1 FROM before_rows) moved
    GROUP BY 1, 3 HAVING sum(d) <> 0 ORDER BY 1, 3
    ON CONFLICT (batch_id, kind, name, shard) DO UPDATE SET n = t.n + excluded.n;
    RETURN NULL;
END
$$;
CREATE TRIGGER delivery_tally_update AFTER UPDATE ON delivery
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tally_delivery_update();
