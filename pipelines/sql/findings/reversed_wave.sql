-- Codes whose means over the units mirror those of the period before: scored the other way round.
INSERT INTO finding
WITH judged AS (
    SELECT
        code, period, earlier, count(*) AS n_units, corr(mean, mean_before) AS correlation,
        avg(abs(mean - mean_before)) AS distance,
        avg(abs(mean - (scale_min + scale_max - mean_before))) AS distance_mirrored,
        sum(pow(mean - mean_before, 2) / error_variance) AS misfit,
        sum(pow(mean - (scale_min + scale_max - mean_before), 2) / error_variance) AS misfit_mirrored
    FROM waves GROUP BY ALL
)
SELECT
    0, NULL, getvariable('value_column'), 'reversed_wave', code,
    replace(format('{} tegen {}, verband tussen eenheden {:.2f}', period, earlier, correlation), '.', ','),
    format('{} against {}, correlation between units {:.2f}', period, earlier, correlation)
FROM judged
WHERE n_units >= 5 AND correlation < -0.5
    AND distance_mirrored < distance / 2
    AND coalesce(misfit - misfit_mirrored > 6, true)
