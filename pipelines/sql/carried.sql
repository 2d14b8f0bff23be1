-- Figures of units from before a reorganisation: one row per unit, period and measure in which the
-- unit was something else than it is now. value: that of its parts of then together; NULL where
-- they cannot be compared (is_cut) or nothing was delivered. parts: whose figures it is made of.
-- Holds from since up to until, as running numbers: later reorganisations make another history.
CREATE OR REPLACE TABLE carried AS
WITH delivered AS (
    SELECT DISTINCT l.line AS unit_code, l.period, s.measure
    FROM line_parts AS l
    JOIN unit_scores AS s ON s.unit_code = l.part_code AND s.period = l.period
)
SELECT
    p.* REPLACE (l.code AS unit_code),
    l.parts,
    p.value IS NULL AND d.measure IS NOT NULL AS is_cut,
    l.line_since AS since,
    l.line_until AS until
FROM line_panel AS p
JOIN line_periods AS l USING (unit_code, period)
LEFT JOIN delivered AS d
    ON d.unit_code = p.unit_code AND d.period = p.period AND d.measure = p.measure
WHERE l.period_index < l.line_since
UNION ALL
-- The code stood then, but for something that does not belong to what it is now.
SELECT
    p.* REPLACE (NULL AS value, NULL AS n, NULL AS n_people, NULL AS sd, NULL AS se, NULL AS error_source),
    [] AS parts,
    p.value IS NOT NULL,
    l.line_since,
    l.line_until
FROM (SELECT DISTINCT line, unit_code, line_since, line_until FROM line_parts) AS l
JOIN panel AS p ON p.unit_code = l.unit_code AND p.period_index < l.line_since
ANTI JOIN line_periods AS h ON h.unit_code = l.line AND h.period = p.period;
