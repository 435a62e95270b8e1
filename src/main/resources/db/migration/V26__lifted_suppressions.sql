-- Owner: delivery.

-- Whether somebody has lifted a suppression of an address is asked for each delivery that failed for want of anybody there.
CREATE INDEX suppression_lifted ON suppression (channel, digest) WHERE lifted_at IS NOT NULL;
