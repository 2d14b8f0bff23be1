-- Single figures between 0 and 1 where the others of their code are percentages.
INSERT INTO finding
SELECT part, source_row, value_column, 'perhaps_fraction', format('{:.12g}', score), code, code
FROM figures JOIN (
    SELECT code FROM figures JOIN code_scales USING (code)
    WHERE scale_min = 0 AND scale_max = 100
    GROUP BY code HAVING median(score) >= 20 AND count(*) FILTER (score > 0 AND score < 1) > 0
) USING (code)
WHERE getvariable('aggregated') AND score > 0 AND score < 1
