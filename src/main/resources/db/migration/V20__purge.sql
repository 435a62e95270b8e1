-- Owner: incident.

-- Courts and authorities may forbid that anything about an incident is destroyed. Lifted holds stay, to be explained.
CREATE TABLE legal_hold (
    id          uuid PRIMARY KEY,
    incident_id uuid        NOT NULL REFERENCES incident,
    reason      text        NOT NULL,
    set_by      text        NOT NULL,
    set_at      timestamptz NOT NULL,
    lift_reason text,
    lifted_by   text,
    lifted_at   timestamptz
);
CREATE UNIQUE INDEX legal_hold_live ON legal_hold (incident_id) WHERE lifted_at IS NULL;

-- Owner: affected.

ALTER TABLE record_set ADD COLUMN purged_at timestamptz;
ALTER TABLE record_set ADD CHECK (status <> 'PURGED' OR wrapped_data_key = '');
CREATE INDEX record_set_sealed_at ON record_set (sealed_at) WHERE status = 'SEALED';

-- A sealed set never changes again, but for its data key: that is wrapped anew when the wrapping key is changed, and dropped at
-- the purge. Neither may touch anything else.
CREATE OR REPLACE FUNCTION record_set_stays_sealed() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    may_change text[] := CASE WHEN OLD.status <> 'SEALED' THEN '{}'
                              WHEN NEW.status = 'PURGED' THEN '{status,wrapped_data_key,purged_at}'
                              WHEN NEW.wrapped_data_key <> '' THEN '{wrapped_data_key}'
                              ELSE '{}' END;
BEGIN
    IF to_jsonb(OLD) - may_change = to_jsonb(NEW) - may_change THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'record set % is %', OLD.id, OLD.status;
END
$$;
DROP TRIGGER record_set_sealed ON record_set;
CREATE TRIGGER record_set_sealed
    BEFORE UPDATE ON record_set
    FOR EACH ROW WHEN (OLD.status IN ('SEALED', 'FAILED', 'PURGED'))
    EXECUTE FUNCTION record_set_stays_sealed();
