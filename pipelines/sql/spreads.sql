-- Per measure the usual spread inside a unit, and how much units vary around their own level.
CREATE OR REPLACE TEMP TABLE spreads AS
WITH leaves AS (
    SELECT s.*
    FROM unit_scores AS s
    JOIN unit_periods AS u USING (unit_code, period)
    WHERE u.is_leaf
),
pooled AS (
    SELECT
        measure,
        sqrt(sum((n - 1) * sd * sd) / nullif(sum(n - 1) FILTER (sd IS NOT NULL), 0)) AS pooled_sd
    FROM leaves
    GROUP BY measure
),
deviations AS (
    SELECT
        measure,
        value
            - avg(value) OVER (PARTITION BY measure, unit_code)
            - avg(value) OVER (PARTITION BY measure, period)
            + avg(value) OVER (PARTITION BY measure) AS deviation
    FROM leaves
),
within AS (
    SELECT measure, var_samp(deviation) AS within_variance FROM deviations GROUP BY measure
)
SELECT measure, p.pooled_sd, w.within_variance
FROM pooled AS p
JOIN within AS w USING (measure);
