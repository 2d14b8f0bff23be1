-- Answers between the points of a scale on which nearly everybody answers in whole points.
INSERT INTO finding
SELECT part, source_row, value_column, 'between_points', format('{:.12g}', score), code, code
FROM figures JOIN (
    SELECT code FROM code_ranges JOIN code_scales USING (code)
    WHERE n_broken BETWEEN 1 AND n / 10 AND scale_min = floor(scale_min)
) USING (code)
WHERE NOT getvariable('aggregated') AND score <> floor(score)
