-- What is delivered per unit, period and code: how many scores, their mean, spread and ends.
CREATE OR REPLACE TEMP TABLE unit_figures AS
SELECT * REPLACE (
    CAST(unit_code AS VARCHAR) AS unit_code, CAST(period AS VARCHAR) AS period,
    CAST(code AS VARCHAR) AS code
)
FROM (
    SELECT
        unit_code, period, code, count(*) AS n_rows, count(score) AS n,
        count(*) FILTER (score <> floor(score)) AS n_broken, avg(score) AS mean,
        min(score) AS lowest, max(score) AS highest,
        coalesce(var_samp(score), any_value(variance) FILTER (score IS NOT NULL))
            / nullif(greatest(count(score), any_value(n) FILTER (score IS NOT NULL)), 0)
            AS error_variance
    FROM figures
    GROUP BY ALL
)
