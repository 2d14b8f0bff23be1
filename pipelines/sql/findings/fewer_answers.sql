-- Less than half the answers of the latest period before from the same units, or less than a
-- quarter from one of them.
INSERT INTO finding
WITH delivered AS (
    SELECT period, unit_code, sum(n) AS n FROM unit_figures
    WHERE period IS NOT NULL AND unit_code IS NOT NULL GROUP BY ALL
),
loaded AS (SELECT period, unit_code, sum(n) AS n FROM loaded_counts GROUP BY ALL),
latest AS (
    SELECT now.period, max(loaded.period) AS earlier
    FROM offered_period AS now JOIN loaded ON loaded.period < now.period
    WHERE now.period NOT IN (SELECT period FROM loaded)
    GROUP BY ALL
),
compared AS (
    SELECT now.period, now.unit_code, earlier, now.n AS n, before.n AS n_before
    FROM delivered AS now JOIN latest USING (period)
    JOIN loaded AS before ON before.period = earlier AND before.unit_code = now.unit_code
    WHERE NOT getvariable('aggregated')
),
fewer AS (
    SELECT period, any_value(earlier) AS earlier, sum(n) AS n, sum(n_before) AS n_before, '' AS unit
    FROM compared GROUP BY period HAVING sum(n_before) >= 50 AND sum(n) < sum(n_before) / 2
),
fewer_of_unit AS (
    SELECT period, earlier, n, n_before, unit_code || ': ' AS unit
    FROM compared ANTI JOIN fewer USING (period)
    WHERE n_before >= 24 AND n < n_before / 4
)
SELECT
    0, NULL, 'unit_code', 'fewer_answers', period,
    format('{}{:d} tegen {:d} in {}', unit, CAST(n AS BIGINT), CAST(n_before AS BIGINT), earlier),
    format('{}{:d} against {:d} in {}', unit, CAST(n AS BIGINT), CAST(n_before AS BIGINT), earlier)
FROM (FROM fewer UNION ALL BY NAME FROM fewer_of_unit)
