-- The panel as series that may be compared over time: units that were reorganised as their lines.
-- since: running number of the period from which a line exists. absorbed_since: from when on the
-- same people count in the line of a later unit, so that they do not count twice.
CREATE OR REPLACE TABLE comparable AS
WITH whole AS (
    SELECT p.*, l.line_since, l.parts
    FROM line_panel AS p
    JOIN line_periods AS l USING (unit_code, period)
    WHERE l.is_whole
)
SELECT *, -1 AS since, CAST(NULL AS BIGINT) AS absorbed_since
FROM panel
WHERE unit_code NOT IN (SELECT unit_code FROM line_parts)
UNION ALL
SELECT
    w.* EXCLUDE (line_since, parts),
    w.line_since,
    (
        SELECT min(o.line_since)
        FROM whole AS o
        WHERE o.period = w.period AND o.measure = w.measure AND o.value IS NOT NULL
            AND o.line_since > w.line_since AND list_has_all(o.parts, w.parts)
    )
FROM whole AS w;
