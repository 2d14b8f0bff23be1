-- Whether each source delivered each unit in each period: everything that others have, a part,
-- or nothing.
WITH cells AS (
    SELECT p.source, p.unit_code, p.period, p.period_index, p.measure, p.value
    FROM panel AS p
    JOIN measures AS m USING (measure)
    WHERE p.is_leaf AND NOT m.is_construct AND p.source IS NOT NULL AND p.period_index <= $last
),
expected AS (
    SELECT source, period, count(DISTINCT measure) AS n_measures
    FROM cells
    WHERE value IS NOT NULL
    GROUP BY source, period
)
SELECT
    c.source,
    c.unit_code,
    c.period,
    CASE
        WHEN count(c.value) = 0 THEN 'missing'
        WHEN count(c.value) < any_value(e.n_measures) THEN 'partial'
        ELSE 'complete'
    END AS state
FROM cells AS c
LEFT JOIN expected AS e ON e.source = c.source AND e.period = c.period
GROUP BY c.source, c.unit_code, c.period, c.period_index
ORDER BY c.source, c.unit_code, c.period_index;
