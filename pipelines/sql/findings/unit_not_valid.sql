-- Units that exist, though not in the period that the row is about.
INSERT INTO finding
WITH absent AS (
    SELECT unit_code, period
    FROM (SELECT DISTINCT unit_code, period FROM unit_figures WHERE unit_code IS NOT NULL) AS wanted
    JOIN period_days USING (period)
    WHERE NOT EXISTS (
        SELECT 1 FROM units
        WHERE units.unit_code = wanted.unit_code
            AND units.valid_from <= period_days.last_day
            AND (units.valid_to IS NULL OR units.valid_to >= period_days.first_day)
    )
)
SELECT part, source_row, 'unit_code', 'unit_not_valid', unit_code, period, period
FROM figures JOIN absent USING (unit_code, period)
