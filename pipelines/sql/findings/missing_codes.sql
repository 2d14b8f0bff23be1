-- Codes that were delivered in the latest period before this one and are missing now.
INSERT INTO finding
WITH latest AS (
    SELECT now.period, max(loaded.period) AS earlier
    FROM offered_period AS now JOIN loaded_counts AS loaded ON loaded.period < now.period
    GROUP BY ALL
),
missing AS (
    SELECT DISTINCT latest.period, loaded.code
    FROM latest JOIN loaded_counts AS loaded ON loaded.period = latest.earlier
    WHERE NOT EXISTS (
        SELECT 1 FROM unit_figures AS now
        WHERE now.period = latest.period AND now.code = loaded.code
    ) AND NOT EXISTS (
        SELECT 1 FROM loaded_counts AS there
        WHERE there.period = latest.period AND there.code = loaded.code
    )
)
SELECT
    0, NULL, getvariable('code_column'), 'missing_codes', period,
    array_to_string(list(code ORDER BY code)[1:25], ', ') AS words, words
FROM missing
GROUP BY period
