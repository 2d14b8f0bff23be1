-- How many employees of each unit itself gave which points: only to see whether all said the same.
CREATE OR REPLACE TABLE answer_counts AS
SELECT
    period,
    unit_code,
    measure,
    CAST(dense_rank() OVER (PARTITION BY measure ORDER BY round(points, 6)) - 1 AS BIGINT) AS answer,
    count(*) AS n
FROM respondent_points
WHERE source = 'survey_responses'
GROUP BY period, unit_code, measure, round(points, 6);
