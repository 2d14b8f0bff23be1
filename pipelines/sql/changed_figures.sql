-- Instruments and periods whose people are not exactly those of the version published last, and
-- the smallest group that comparing all versions would show.
-- People are parted by the unit in which they counted in each version: all that can be worked out
-- from several versions is a sum over such parts, so each must hold nobody or at least k people.
WITH last AS (
    SELECT period, instrument, max(version) AS version
    FROM published_people
    GROUP BY period, instrument
),
held AS (
    SELECT p.period, p.instrument, p.measure, p.mark, p.block
    FROM published_people AS p
    JOIN last USING (period, instrument, version)
),
candidates AS (
    SELECT period, instrument, measure, mark, block FROM candidate_people
),
changed AS (
    SELECT DISTINCT period, instrument
    FROM (
        (SELECT * FROM held EXCEPT ALL SELECT * FROM candidates)
        UNION ALL
        (SELECT * FROM candidates EXCEPT ALL SELECT * FROM held)
    )
),
places AS (
    SELECT period, instrument, measure, mark, version, block FROM published_people
    UNION ALL
    SELECT period, instrument, measure, mark, $version, block FROM candidates
),
lines AS (
    SELECT
        period, instrument, measure, mark,
        string_agg(version || ' ' || block, '|' ORDER BY version) AS line
    FROM places
    SEMI JOIN changed USING (period, instrument)
    GROUP BY period, instrument, measure, mark
),
parts AS (
    SELECT period, instrument, measure, line, count(*) AS n
    FROM lines
    GROUP BY period, instrument, measure, line
)
SELECT
    c.period,
    c.instrument,
    last.version IS NOT NULL AND min(p.n) < $smallest_group AS is_held
FROM changed AS c
LEFT JOIN parts AS p ON p.period = c.period AND p.instrument = c.instrument
LEFT JOIN last ON last.period = c.period AND last.instrument = c.instrument
GROUP BY c.period, c.instrument, last.version
ORDER BY c.period, c.instrument;
