-- Means per unit and code in each delivered period, beside those of the latest period before it.
CREATE OR REPLACE TEMP TABLE waves AS
WITH now AS (SELECT * FROM unit_figures WHERE n > 0),
before AS (
    SELECT
        code, period, unit_code, count(score) AS n, avg(score) AS mean,
        coalesce(var_samp(score), any_value(variance)) / nullif(greatest(count(score), any_value(n)), 0)
            AS error_variance
    FROM loaded_figures WHERE score IS NOT NULL GROUP BY ALL
),
latest AS (
    SELECT now.code, now.period, max(before.period) AS earlier
    FROM (SELECT DISTINCT code, period FROM now) AS now
    JOIN before ON before.code = now.code AND before.period < now.period
    GROUP BY ALL
)
SELECT
    now.code, now.period, earlier, now.unit_code, now.mean AS mean, before.mean AS mean_before,
    now.n AS n, before.n AS n_before,
    now.error_variance + before.error_variance AS error_variance,
    scale_min, scale_max
FROM now
JOIN latest USING (code, period)
JOIN before ON before.code = now.code AND before.period = earlier
    AND before.unit_code = now.unit_code
JOIN code_scales ON code_scales.code = now.code
