-- Owner: delivery.

-- The time that counts towards a batch's horizon. It stands still while the batch's gate is closed, and while the gate before
-- everything is; how far it is behind is kept in the gate's row, in the commit that opens or closes it.
ALTER TABLE gate ADD COLUMN stood_still      interval NOT NULL DEFAULT '0'; -- while it was closed before, in all
ALTER TABLE gate ADD COLUMN clock_stopped_at timestamptz; -- what its clock says while it is closed

-- What is closed now was not closed before the last word about it, nor was a batch's clock behind that of everything.
UPDATE gate g
SET clock_stopped_at = least(g.changed_at, (SELECT e.changed_at FROM gate e
                                            WHERE e.batch_id = '00000000-0000-0000-0000-000000000000' AND NOT e.open))
WHERE NOT g.open;

-- What a gate's clock says when that of whatever stands before it says this.
CREATE FUNCTION gate_clock(g gate, outer_clock timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN g.open OR g.clock_stopped_at IS NULL THEN outer_clock - g.stood_still ELSE g.clock_stopped_at END
$$;

-- What a batch's clock says at a time: that time, less all that it and everything stood still, what both did once.
CREATE FUNCTION batch_clock(batch uuid, at timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT coalesce(gate_clock(own, gate_clock(everything, at)), gate_clock(everything, at))
    FROM gate everything LEFT JOIN gate own ON own.batch_id = batch
    WHERE everything.batch_id = '00000000-0000-0000-0000-000000000000'
$$;

-- From now on delivery.give_up_at is by that clock. What was written before is right as it stands: no clock had stood still then.

-- How long a later channel is tried from when it opens; NULL: the first one, and what was released before this migration.
ALTER TABLE delivery ADD COLUMN horizon interval;
