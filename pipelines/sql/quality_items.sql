-- The answers behind every construct of two or more items that is a mean: one row per respondent
-- and item, on a scale from 0 to 1; is_scored: enough items were answered for a score.
SELECT
    i.construct AS measure,
    i.period,
    i.unit_code,
    i.respondent,
    i.code,
    (i.points - c.scale_min) / (c.scale_max - c.scale_min) AS points,
    CAST(c.scale_max - c.scale_min AS BIGINT) + 1 AS options,
    s.respondent IS NOT NULL AS is_scored
FROM item_points AS i
JOIN codes AS c USING (code)
JOIN measures AS m ON m.measure = i.construct AND m.statistic = 'mean' AND len(m.items) > 1
LEFT JOIN respondent_points AS s
    ON s.source = i.source AND s.period = i.period AND s.unit_code = i.unit_code
    AND s.measure = i.construct AND s.respondent = i.respondent
WHERE i.source = 'survey_responses' AND c.statistic = 'mean' AND c.scale_max > c.scale_min
ORDER BY m.position, measure, i.period, i.unit_code, i.respondent, i.code
