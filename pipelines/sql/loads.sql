-- One row per delivery that was taken in; undone_at says when it was taken back.
CREATE TABLE IF NOT EXISTS loads (
    load_id BIGINT PRIMARY KEY,
    table_name VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    file_hash VARCHAR NOT NULL,
    file_bytes BIGINT,
    mapping VARCHAR,
    outcome VARCHAR NOT NULL,
    rows_in BIGINT NOT NULL,
    rows_loaded BIGINT NOT NULL,
    rows_set_aside BIGINT NOT NULL,
    rows_unchanged BIGINT NOT NULL,
    loaded_by VARCHAR,
    loaded_at TIMESTAMPTZ NOT NULL,
    undone_at TIMESTAMPTZ
);
