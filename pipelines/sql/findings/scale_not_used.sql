-- Codes whose scores all lie in the low part of a wide scale: perhaps another scale was meant.
INSERT INTO finding
SELECT
    0, NULL, value_column, 'scale_not_used', code,
    format('hoogste is {:g}, de schaal loopt tot {:g}', highest, scale_max),
    format('the highest is {:g}, the scale runs to {:g}', highest, scale_max)
FROM code_ranges JOIN code_scales USING (code)
WHERE scale_max - scale_min >= 10 AND NOT getvariable('aggregated') AND n >= 20
        AND highest <= (scale_min + scale_max) / 2
    OR getvariable('aggregated') AND n >= 5 AND scale_max >= 10 AND scale_max <= 100
        AND highest <= 1 AND lowest >= -1 AND highest > lowest
