-- The findings of every delivery that was offered, refused ones too (load_id is then NULL).
CREATE TABLE IF NOT EXISTS load_issues (
    load_id BIGINT,
    table_name VARCHAR NOT NULL,
    file_hash VARCHAR NOT NULL,
    offered_at TIMESTAMPTZ NOT NULL,
    code VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    file VARCHAR,
    sheet VARCHAR,
    source_row BIGINT,
    column_name VARCHAR,
    value VARCHAR,
    message_nl VARCHAR NOT NULL,
    message_en VARCHAR NOT NULL,
    fix_nl VARCHAR NOT NULL,
    fix_en VARCHAR NOT NULL,
    n_rows BIGINT NOT NULL
);
