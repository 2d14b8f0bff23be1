-- Units that would not exist in periods in which figures of them were loaded.
INSERT INTO finding
WITH uncovered AS (
    SELECT unit_code, period
    FROM unit_period JOIN period_days USING (period)
    WHERE NOT EXISTS (
        SELECT 1 FROM offered
        WHERE offered.unit_code = unit_period.unit_code AND valid_from <= last_day
            AND (valid_to IS NULL OR valid_to >= first_day)
    )
)
SELECT
    any_value(part), min(source_row), 'valid_from', 'figures_outside_validity', unit_code,
    words, words
FROM (
    SELECT unit_code, array_to_string(list(period ORDER BY period)[1:8], ', ') AS words
    FROM uncovered GROUP BY unit_code
)
JOIN offered USING (unit_code)
WHERE valid_from IS NOT NULL
GROUP BY unit_code, words
