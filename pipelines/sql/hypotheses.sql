-- Every version of every hypothesis, as it was written down; rows are added, never changed.
CREATE TABLE IF NOT EXISTS hypotheses (
    name VARCHAR,
    version BIGINT,
    cause VARCHAR,
    outcome VARCHAR,
    sign VARCHAR,
    first_lag BIGINT,
    last_lag BIGINT,
    smallest_effect DOUBLE,
    purpose VARCHAR,
    first_period VARCHAR,
    registered_at VARCHAR,
    registered_by VARCHAR,
    afterwards BOOLEAN,
    rival VARCHAR,
    frozen_hash VARCHAR,
    PRIMARY KEY (name, version)
)
