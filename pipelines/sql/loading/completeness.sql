-- Per unit that ever delivered to this source, and per period: complete, partial or missing.
WITH delivered AS (
    SELECT unit_code, period, count(DISTINCT $code) AS n_codes FROM $table GROUP BY ALL
),
spine AS (
    SELECT unit_code, period, n_most
    FROM (SELECT DISTINCT unit_code FROM delivered)
    CROSS JOIN (SELECT period, max(n_codes) AS n_most FROM delivered GROUP BY period)
)
SELECT
    '$table' AS source, unit_code, period,
    CASE
        WHEN n_codes IS NULL THEN 'missing'
        WHEN n_codes < n_most THEN 'partial'
        ELSE 'complete'
    END AS state
FROM spine LEFT JOIN delivered USING (unit_code, period)
ORDER BY period, unit_code
