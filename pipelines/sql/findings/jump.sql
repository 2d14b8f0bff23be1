-- Units whose mean jumps by more than four standard errors. Without errors: by more than four usual
-- spreads between units, or a fifth of the scale and far beyond how the other units moved. The mean
-- of a few answers is about persons: it is not shown, to a steward neither.
INSERT INTO finding
WITH moved AS (
    SELECT
        *, mean - mean_before AS change,
        stddev_samp(mean_before) OVER (PARTITION BY code, period) AS spread_before
    FROM waves
),
usual AS (
    SELECT code, period, count(*) AS n_units, median(change) AS centre, mad(change) AS spread
    FROM moved GROUP BY ALL
),
jumped AS (
    SELECT
        code, period, unit_code, mean, mean_before,
        abs(mean - mean_before) AS size,
        if(getvariable('aggregated') OR least(n, n_before) >= getvariable('smallest_group'),
            format(' ({:.1f} → {:.1f})', mean_before, mean), '') AS step
    FROM moved JOIN usual USING (code, period)
    WHERE (abs(change) > 4 * coalesce(sqrt(error_variance), spread_before)
            AND coalesce(error_variance, spread_before) > 0)
        OR (getvariable('aggregated') AND error_variance IS NULL AND n_units >= 5
            AND abs(change - centre) > 4 * 1.4826 * spread
            AND abs(change - centre) > 0.2 * (scale_max - scale_min))
)
SELECT
    0, NULL, getvariable('value_column'), 'jump', code,
    format('{} eenheden in {}, het meest {}{}', count(*), period,
        arg_max(unit_code, size), replace(arg_max(step, size), '.', ',')) AS words_nl,
    format('{} units in {}, most in {}{}', count(*), period,
        arg_max(unit_code, size), arg_max(step, size)) AS words_en
FROM jumped GROUP BY code, period
