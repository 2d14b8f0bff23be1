-- Units whose mean jumps by more than four standard errors; without errors, four usual spreads.
INSERT INTO finding
WITH spread AS (
    SELECT *, stddev_samp(mean_before) OVER (PARTITION BY code, period) AS spread_before FROM waves
),
jumped AS (
    SELECT
        code, period, unit_code, mean, mean_before,
        abs(mean - mean_before) AS size
    FROM spread
    WHERE abs(mean - mean_before) > 4 * coalesce(sqrt(error_variance), spread_before)
        AND coalesce(error_variance, spread_before) > 0
)
SELECT
    0, NULL, getvariable('value_column'), 'jump', code,
    format('{} eenheden in {}, het meest {} ({:.1f} → {:.1f})', count(*), period,
        arg_max(unit_code, size), arg_max(mean_before, size), arg_max(mean, size)) AS words_nl,
    format('{} units in {}, most in {} ({:.1f} → {:.1f})', count(*), period,
        arg_max(unit_code, size), arg_max(mean_before, size), arg_max(mean, size)) AS words_en
FROM jumped GROUP BY code, period
