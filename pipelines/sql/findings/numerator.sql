-- Denominators of nothing, numerators above their denominator, and shares that differ from numerator over denominator.
INSERT INTO finding
SELECT
    part, source_row, 'numerator', 'numerator_too_large', format('{:g}', numerator),
    format('{:g} > {:g}', numerator, denominator),
    format('{:g} > {:g}', numerator, denominator)
FROM offered JOIN code_scales ON indicator_code = code
WHERE numerator > denominator AND denominator > 0 AND scale_max <= 100 AND coalesce(statistic, 'share') = 'share'
UNION ALL
SELECT
    part, source_row, 'value', 'parts_do_not_add_up', format('{:g}', value),
    replace(format('numerator / denominator is {:.1f}%, value is {:g}', share, value), '.', ','),
    format('numerator / denominator is {:.1f}%, value is {:g}', share, value)
FROM (
    SELECT offered.*, 100 * numerator / nullif(denominator, 0) AS share
    FROM offered JOIN code_scales ON indicator_code = code
    WHERE scale_min = 0 AND scale_max = 100 AND coalesce(statistic, 'share') = 'share'
)
WHERE numerator <= denominator AND abs(share - value) > 1
UNION ALL
SELECT part, source_row, 'denominator', 'denominator_zero', format('{:g}', value), NULL, NULL
FROM offered WHERE denominator = 0
