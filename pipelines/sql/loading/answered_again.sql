-- Per period: new answers, and those of which as many alike (unit, code, day and score) are loaded.
-- For so many cells to be equal by chance there would have to be hardly any answers.
WITH fresh AS (
    SELECT
        period, unit_code, $code AS code, submitted_at, coalesce(score, -1e9) AS score,
        count(*) AS n
    FROM good_row ANTI JOIN matched USING (part, source_row)
    WHERE submitted_at IS NOT NULL GROUP BY ALL
),
loaded AS (
    SELECT
        period, unit_code, $code AS code, submitted_at, coalesce(score, -1e9) AS score,
        count(*) AS n
    FROM $table SEMI JOIN fresh USING (period)
    GROUP BY ALL
)
SELECT fresh.period, sum(fresh.n), coalesce(sum(fresh.n) FILTER (loaded.n = fresh.n), 0) AS n_alike
FROM fresh LEFT JOIN loaded USING (period, unit_code, code, submitted_at, score)
GROUP BY fresh.period
HAVING sum(fresh.n) >= 20 AND n_alike >= 0.9 * sum(fresh.n)
ORDER BY fresh.period
