-- Units that exist, though not in the period that the row is about.
INSERT INTO finding
SELECT part, source_row, 'unit_code', 'unit_not_valid', unit_code, period, period
FROM figures JOIN period_days USING (period)
WHERE unit_code IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM units
    WHERE units.unit_code = figures.unit_code
        AND units.valid_from <= period_days.last_day
        AND (units.valid_to IS NULL OR units.valid_to >= period_days.first_day)
)
