-- What a reorganised unit was made of in each period: one row per line, period and part.
-- A line is the history of one unit as it now is: a renamed unit goes on under its new name, a
-- merged one is the sum of its parts. Where a code came to mean something else, what it was until
-- then is a line of its own, such as "T1 < 2026-Q3".
CREATE OR REPLACE TEMP TABLE line_parts AS
WITH RECURSIVE spine AS (
    SELECT DISTINCT period, period_index FROM unit_periods
),
told AS (
    SELECT c.old_code, c.new_code, c.kind, coalesce(c.weight, 1) AS weight, s.period_index AS since
    FROM unit_changes AS c
    JOIN spine AS s ON s.period = c.from_period
),
went_on AS (
    -- A unit that took in another brings its own history too, unless its people went elsewhere.
    SELECT DISTINCT t.new_code AS old_code, t.new_code, 'merge' AS kind, 1.0 AS weight, t.since
    FROM told AS t
    JOIN unit_periods AS b ON b.unit_code = t.new_code AND b.period_index = t.since - 1
    WHERE t.kind <> 'new'
        AND NOT EXISTS (
            SELECT 1 FROM told AS o WHERE o.old_code = t.new_code AND o.since = t.since
        )
),
changes AS (
    SELECT * FROM told WHERE new_code IS NOT NULL
    UNION ALL
    SELECT * FROM went_on
),
events AS (
    SELECT new_code AS code, since FROM changes
    UNION
    -- A unit that gave people away and stayed is no longer what it was.
    SELECT t.old_code, t.since
    FROM told AS t
    JOIN unit_periods AS a ON a.unit_code = t.old_code AND a.period_index = t.since
    UNION
    SELECT unnest([old_code, new_code]), -1 FROM told
),
spans AS (
    SELECT
        code, since,
        lead(since, 1, 2147483647) OVER (PARTITION BY code ORDER BY since) AS until
    FROM events
    WHERE code IS NOT NULL
),
walk AS (
    SELECT
        s.code || coalesce(' < ' || p.period, '') AS line, s.code AS unit_code,
        s.since AS line_since, s.until AS line_until,
        s.code AS part_code, 1.0::DOUBLE AS weight, s.since, s.until
    FROM spans AS s
    LEFT JOIN spine AS p ON p.period_index = s.until
    UNION ALL
    SELECT
        w.line, w.unit_code, w.line_since, w.line_until,
        c.old_code, w.weight * c.weight, s.since, w.since
    FROM walk AS w
    JOIN changes AS c ON c.new_code = w.part_code AND c.since = w.since
    JOIN spans AS s ON s.code = c.old_code AND s.since < w.since AND s.until >= w.since
)
SELECT
    w.line, w.unit_code, w.line_since, w.line_until, u.period, u.period_index,
    w.part_code, sum(w.weight) AS weight
FROM walk AS w
JOIN unit_periods AS u
    ON u.unit_code = w.part_code AND u.period_index >= w.since AND u.period_index < w.until
GROUP BY ALL;
