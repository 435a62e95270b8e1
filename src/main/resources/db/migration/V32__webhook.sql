-- Owner: webhook.

-- Who is told. No secret is in this table: they are derived from the key file.
CREATE TABLE webhook_endpoint (
    id              uuid PRIMARY KEY,
    url             text        NOT NULL,
    description     text,
    event_types     text[]      NOT NULL, -- such as batch.* or batch.held
    disabled_reason text CHECK (disabled_reason IN ('GONE', 'GAVE_UP')), -- NULL: it is enabled
    disabled_at     timestamptz,
    created_by      text        NOT NULL,
    created_at      timestamptz NOT NULL,
    CHECK ((disabled_reason IS NULL) = (disabled_at IS NULL))
);

-- What signs: a secret is the MAC of its id.
CREATE TABLE webhook_secret (
    id          uuid PRIMARY KEY,
    endpoint_id uuid        NOT NULL REFERENCES webhook_endpoint ON DELETE CASCADE,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz -- set by a rotation; NULL: the newest
);
CREATE INDEX webhook_secret_endpoint ON webhook_secret (endpoint_id);

-- What has changed and has no number yet: written by the triggers below in the commit of the change.
CREATE TABLE webhook_change (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid         xid8        NOT NULL DEFAULT pg_current_xact_id(),
    batch_id    uuid        NOT NULL,
    type        text        NOT NULL,
    occurred_at timestamptz NOT NULL,
    data        jsonb       NOT NULL,
    -- Of delivery.changed: one element for each delivery that the statement has moved.
    deliveries  uuid[],
    notices     uuid[],
    channels    text[],
    states      text[],
    reasons     text[]
);

-- How many events a batch has had.
CREATE TABLE webhook_stream (
    batch_id uuid PRIMARY KEY,
    last_seq bigint NOT NULL
);

-- The events of a batch, numbered from 1 in the order of the commits.
CREATE TABLE webhook_event (
    batch_id    uuid        NOT NULL,
    seq         bigint      NOT NULL,
    id          uuid        NOT NULL, -- the same however often it is sent
    type        text        NOT NULL,
    occurred_at timestamptz NOT NULL,
    data        jsonb       NOT NULL,
    PRIMARY KEY (batch_id, seq)
);
CREATE INDEX webhook_event_occurred ON webhook_event (occurred_at);

-- How far an endpoint has been told of a batch. One event at a time: whoever holds the claim sends the next.
CREATE TABLE webhook_cursor (
    endpoint_id   uuid        NOT NULL REFERENCES webhook_endpoint ON DELETE CASCADE,
    batch_id      uuid        NOT NULL,
    sent_seq      bigint      NOT NULL, -- everything up to here is done
    last_seq      bigint      NOT NULL, -- the latest that it wants
    due_at        timestamptz NOT NULL, -- when to send the next, or to try it again
    attempts      int         NOT NULL DEFAULT 0, -- of the next one, that failed
    failing_since timestamptz,
    failure       text,
    epoch         bigint      NOT NULL DEFAULT 0, -- counts claims, and replays: a mark of another epoch is late
    claimed_until timestamptz NOT NULL DEFAULT '-infinity', -- by the database's clock
    PRIMARY KEY (endpoint_id, batch_id)
) WITH (fillfactor = 70);
CREATE INDEX webhook_cursor_due ON webhook_cursor (endpoint_id, due_at) WHERE last_seq > sent_seq;

-- A batch moved on, or is held for another reason. Rare, so that it is noted whether or not somebody listens: a new endpoint can
-- ask for what was before it.
CREATE FUNCTION webhook_note_batch() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    told jsonb := jsonb_build_object('status', NEW.status, 'heldReason', NEW.held_reason, 'drill', NEW.drill,
                                     'simulated', NEW.simulated);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        told := told || jsonb_build_object('previousStatus', OLD.status);
    END IF;
    IF NEW.status = 'COMPLETED' THEN
        told := told || jsonb_build_object('outcomes', (
            SELECT jsonb_build_object(
                       'outstanding', coalesce(sum(n) FILTER (WHERE name = 'OUTSTANDING'), 0),
                       'reachedConfirmed', coalesce(sum(n) FILTER (WHERE name = 'REACHED_CONFIRMED'), 0),
                       'reachedUnconfirmed', coalesce(sum(n) FILTER (WHERE name = 'REACHED_UNCONFIRMED'), 0),
                       'unreached', coalesce(sum(n) FILTER (WHERE name = 'UNREACHED'), 0),
                       'excluded', coalesce(sum(n) FILTER (WHERE name = 'EXCLUDED'), 0),
                       'withdrawn', coalesce(sum(n) FILTER (WHERE name = 'WITHDRAWN'), 0))
            FROM batch_tally WHERE batch_id = NEW.id AND kind = 'OUTCOME'));
    END IF;
    INSERT INTO webhook_change (batch_id, type, occurred_at, data)
    VALUES (NEW.id, 'batch.' || lower(NEW.status), clock_timestamp(), told);
    RETURN NULL;
END
$$;
CREATE TRIGGER webhook_batch_insert AFTER INSERT ON batch
    FOR EACH ROW EXECUTE FUNCTION webhook_note_batch();
CREATE TRIGGER webhook_batch_update AFTER UPDATE ON batch
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.held_reason IS DISTINCT FROM NEW.held_reason)
    EXECUTE FUNCTION webhook_note_batch();

-- Deliveries moved. Every statement that sends comes here, so that one look at a table of a few rows is all that it costs while
-- nobody asks for deliveries, and one row for the whole statement when somebody does. Old and new rows meet by grouping: the
-- connections that send have joins by hash and by merge switched off.
CREATE FUNCTION webhook_note_deliveries() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM webhook_endpoint WHERE event_types && '{delivery.*,delivery.changed}') THEN
        INSERT INTO webhook_change (batch_id, type, occurred_at, data, deliveries, notices, channels, states, reasons)
        SELECT batch_id, 'delivery.changed', max(updated_at), '{}', array_agg(id), array_agg(notice_id), array_agg(channel),
               array_agg(new_state), array_agg(reason)
        FROM (SELECT id, batch_id, notice_id, channel, max(new_state) AS new_state, max(reason) AS reason,
                     max(updated_at) AS updated_at
              FROM (SELECT id, batch_id, notice_id, channel, state AS new_state, NULL AS old_state, reason, updated_at
                    FROM after_rows
                    WHERE state IN ('ACCEPTED', 'DELIVERED', 'FAILED', 'UNDELIVERABLE', 'UNKNOWN', 'HELD')
                    UNION ALL
                    SELECT id, batch_id, notice_id, channel, NULL, state, NULL, NULL
                    FROM before_rows) both_rows
              GROUP BY id, batch_id, notice_id, channel
              HAVING max(new_state) <> max(old_state)
              ORDER BY id) moved
        GROUP BY batch_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER webhook_delivery_update AFTER UPDATE ON delivery
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION webhook_note_deliveries();
