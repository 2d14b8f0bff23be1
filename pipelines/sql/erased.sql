-- Respondents who asked to be forgotten: a later delivery of an old file does not bring them back.
CREATE TABLE IF NOT EXISTS erased (
    respondent_id VARCHAR PRIMARY KEY,
    erased_by VARCHAR NOT NULL,
    erased_at TIMESTAMPTZ NOT NULL
);
