-- Units that lack a code they had in the latest period before this one, though both are delivered.
INSERT INTO finding
WITH latest AS (
    SELECT now.period, max(loaded.period) AS earlier
    FROM offered_period AS now JOIN loaded_counts AS loaded ON loaded.period < now.period
    GROUP BY ALL
),
now AS (
    SELECT unit_code, period, code FROM unit_figures WHERE n > 0
    UNION SELECT unit_code, period, code FROM loaded_counts SEMI JOIN latest USING (period)
),
missing AS (
    SELECT latest.period, loaded.unit_code, loaded.code
    FROM latest JOIN loaded_counts AS loaded ON loaded.period = latest.earlier
    -- Of a few answers none may come by chance.
    WHERE loaded.n >= CASE WHEN getvariable('aggregated') THEN 1 ELSE 10 END
        AND (loaded.unit_code, latest.period) IN (SELECT (unit_code, period) FROM now)
        AND (loaded.code, latest.period) IN (SELECT (code, period) FROM now)
        AND (loaded.unit_code, latest.period, loaded.code) NOT IN (
            SELECT (unit_code, period, code) FROM now
        )
)
SELECT
    0, NULL, getvariable('code_column'), 'missing_pairs', period,
    array_to_string(list(unit_code || ' ' || code ORDER BY unit_code, code)[1:25], ', ')
        || if(count(*) > 25, ' … (' || count(*) || ')', '') AS words,
    words
FROM missing GROUP BY period
