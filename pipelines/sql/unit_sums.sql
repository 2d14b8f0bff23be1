-- One row per unit, period and measure: the sums of the answers given in that unit itself.
-- Where answers and delivered scores exist for the same cell, the answers hold.
CREATE OR REPLACE TEMP TABLE unit_sums AS
WITH sums AS (
    SELECT
        source, period, unit_code, measure,
        count(*) AS n,
        CASE WHEN source = 'survey_responses' THEN count(*) END AS n_people,
        sum(weight) AS weights,
        sum(weight * weight) AS squared_weights,
        sum(weight * points) AS points,
        sum(weight * points * points) AS squared_points,
        sum(weight * points) / sum(weight) AS value,
        false AS holds_units_below
    FROM respondent_points
    GROUP BY source, period, unit_code, measure
    UNION ALL
    SELECT
        source, period, unit_code, measure,
        n,
        CASE WHEN source = 'survey_scores' THEN n END,
        n,
        n,
        n * value,
        n * mean_square,
        value,
        true
    FROM delivered_points
)
SELECT *
FROM sums
QUALIFY row_number() OVER (
    PARTITION BY period, unit_code, measure ORDER BY holds_units_below, source
) = 1;
