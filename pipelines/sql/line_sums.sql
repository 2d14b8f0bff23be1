-- The sums of the parts of each line, where every part has data that may be added: a line whose
-- one part was not asked would jump. Of a part that came along in part only a total can be divided.
CREATE OR REPLACE TEMP TABLE line_sums AS
WITH parts AS (
    SELECT l.line, l.weight, p.is_whole, len(p.parts) AS n_parts, m.statistic, l.part_code, r.*
    FROM rolled_sums AS r
    JOIN line_parts AS l ON l.part_code = r.unit_code AND l.period = r.period
    JOIN line_periods AS p ON p.unit_code = l.line AND p.period = l.period
    JOIN measures AS m USING (measure)
    WINDOW cell AS (PARTITION BY l.line, r.period, r.measure)
    QUALIFY count(DISTINCT l.part_code) OVER cell = n_parts
        AND (n_parts = 1 OR m.statistic = 'sum' OR count(r.n) OVER cell = count(*) OVER cell)
)
SELECT
    line AS unit_code, source, period, measure,
    CASE WHEN is_whole THEN n END AS n,
    CASE WHEN is_whole THEN n_people END AS n_people,
    CASE WHEN is_whole THEN weights END AS weights,
    CASE WHEN is_whole THEN squared_weights END AS squared_weights,
    CASE WHEN is_whole THEN points END AS points,
    CASE WHEN is_whole THEN squared_points END AS squared_points,
    weight * value AS value
FROM parts
WHERE is_whole OR statistic = 'sum';
