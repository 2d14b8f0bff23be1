-- What was wrong in the latest attempts, one row per row and rule; mark stands for the row's key.
CREATE TABLE IF NOT EXISTS attempt_findings (
    attempt_id BIGINT NOT NULL,
    code VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    source_row BIGINT,
    mark VARCHAR,
    nth BIGINT NOT NULL
);
