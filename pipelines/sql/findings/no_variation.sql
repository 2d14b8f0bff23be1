-- Codes to which very many people gave one and the same answer, or none.
INSERT INTO finding
SELECT
    0, NULL, value_column, 'no_variation', code,
    CASE WHEN n = 0 THEN format('alle {} zijn leeg', n_rows)
        ELSE format('alle {} zijn {:g}', n, lowest) END,
    CASE WHEN n = 0 THEN format('all {} are empty', n_rows)
        ELSE format('all {} are {:g}', n, lowest) END
FROM code_ranges
WHERE getvariable('has_values') AND NOT getvariable('aggregated') AND n_rows >= 20 AND (n = 0 OR n >= 20 AND lowest = highest)
