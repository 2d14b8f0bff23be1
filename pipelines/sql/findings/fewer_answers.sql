-- Periods with less than half the answers of the latest one before, from the same units.
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
)
SELECT
    0, NULL, 'unit_code', 'fewer_answers', period,
    format('{:d} tegen {:d} in {}', CAST(sum(now.n) AS BIGINT), CAST(sum(before.n) AS BIGINT), any_value(earlier)),
    format('{:d} against {:d} in {}', CAST(sum(now.n) AS BIGINT), CAST(sum(before.n) AS BIGINT), any_value(earlier))
FROM delivered AS now JOIN latest USING (period)
JOIN loaded AS before ON before.period = earlier AND before.unit_code = now.unit_code
WHERE NOT getvariable('aggregated')
GROUP BY period
HAVING sum(before.n) >= 50 AND sum(now.n) < sum(before.n) / 2
