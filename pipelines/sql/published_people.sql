-- Who stood behind what was published: per release that changed something, the mark of every
-- person and the visible unit in which that person counts. Never leaves the warehouse.
CREATE TABLE IF NOT EXISTS published_people (
    release VARCHAR NOT NULL,
    version BIGINT NOT NULL,
    period VARCHAR NOT NULL,
    instrument VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    mark UBIGINT NOT NULL,
    block VARCHAR NOT NULL
);
