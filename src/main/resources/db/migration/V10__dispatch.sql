-- Owner: dispatch.

-- Token buckets (Bucket4j): one per paced batch, shared by all replicas.
CREATE TABLE pace_bucket (
    id         text PRIMARY KEY,
    state      bytea,
    expires_at bigint
);
