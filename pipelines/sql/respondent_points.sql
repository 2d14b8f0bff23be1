-- One row per respondent and measure: single codes as they are, constructs as the mean over the
-- items answered, when that is at least half of the items asked in that period.
CREATE OR REPLACE TEMP TABLE respondent_points AS
WITH asked AS (
    SELECT source, period, construct, count(DISTINCT code) AS n_items
    FROM item_points
    WHERE construct IS NOT NULL
    GROUP BY source, period, construct
),
per_construct AS (
    SELECT
        i.source,
        i.period,
        i.unit_code,
        i.construct AS measure,
        i.respondent,
        max(i.weight) AS weight,
        avg(CASE
            WHEN m.is_rescaled AND c.statistic = 'mean'
                THEN 100 * (i.points - c.scale_min) / (c.scale_max - c.scale_min)
            ELSE i.points
        END) AS points
    FROM item_points AS i
    JOIN codes AS c USING (code)
    JOIN measures AS m ON m.measure = i.construct
    JOIN asked AS a ON a.source = i.source AND a.period = i.period AND a.construct = i.construct
    GROUP BY i.source, i.period, i.unit_code, i.construct, i.respondent, a.n_items
    HAVING count(*) >= $answered_share * a.n_items
)
SELECT source, period, unit_code, code AS measure, respondent, weight, points
FROM item_points
JOIN measures ON measures.measure = item_points.code AND NOT measures.is_construct
UNION ALL
SELECT * FROM per_construct;
