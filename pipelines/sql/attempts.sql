-- The latest attempt to deliver what belongs together: one row per table and periods, loaded or not.
CREATE TABLE IF NOT EXISTS attempts (
    attempt_id BIGINT PRIMARY KEY,
    table_name VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    periods VARCHAR[] NOT NULL,
    offered_at TIMESTAMPTZ NOT NULL
);
