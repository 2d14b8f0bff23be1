-- A percent sign is no doubt where the code is a percentage.
DELETE FROM finding
USING figures, code_scales
WHERE finding.rule = 'percent_sign' AND finding.column_name = getvariable('value_column')
    AND figures.part = finding.part AND figures.source_row = finding.source_row
    AND code_scales.code = figures.code AND code_scales.scale_max = 100
