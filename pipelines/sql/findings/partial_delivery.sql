-- Units that delivered in the latest period before this one and are missing now.
INSERT INTO finding
WITH latest AS (
    SELECT now.period, max(loaded.period) AS earlier
    FROM offered_period AS now
    JOIN loaded_figures AS loaded ON loaded.period < now.period
    GROUP BY ALL
),
missing AS (
    SELECT DISTINCT latest.period, loaded.unit_code
    FROM latest JOIN loaded_figures AS loaded ON loaded.period = latest.earlier
    WHERE NOT EXISTS (
        SELECT 1 FROM unit_figures WHERE unit_figures.period = latest.period
            AND unit_figures.unit_code = loaded.unit_code
    ) AND NOT EXISTS (
        SELECT 1 FROM loaded_figures AS there WHERE there.period = latest.period
            AND there.unit_code = loaded.unit_code
    )
)
SELECT
    0, NULL, 'unit_code', 'partial_delivery', period,
    array_to_string(list(unit_code ORDER BY unit_code)[1:25], ', ')
        || if(count(*) > 25, ' … (' || count(*) || ')', '') AS words,
    words
FROM missing
JOIN period_days USING (period)
WHERE EXISTS (
    SELECT 1 FROM units WHERE units.unit_code = missing.unit_code
        AND (units.valid_to IS NULL OR units.valid_to >= period_days.first_day)
)
GROUP BY period
