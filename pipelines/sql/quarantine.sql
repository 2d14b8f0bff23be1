-- Rows set aside, one row per finding; respondents as pseudonyms, unknown columns not kept.
CREATE TABLE IF NOT EXISTS quarantine (
    load_id BIGINT NOT NULL,
    source_row BIGINT NOT NULL,
    column_name VARCHAR,
    code VARCHAR NOT NULL,
    message_nl VARCHAR NOT NULL,
    message_en VARCHAR NOT NULL,
    row_json JSON,
    row_key VARCHAR,
    state VARCHAR NOT NULL DEFAULT 'waiting',
    reason VARCHAR
);
-- Warehouses made before rows could be dropped lack these.
ALTER TABLE quarantine ADD COLUMN IF NOT EXISTS dropped_by VARCHAR;
ALTER TABLE quarantine ADD COLUMN IF NOT EXISTS dropped_at TIMESTAMPTZ;
-- Of a load of several files; where there is none, the row is in the only file of its load.
ALTER TABLE quarantine ADD COLUMN IF NOT EXISTS file_name VARCHAR;
