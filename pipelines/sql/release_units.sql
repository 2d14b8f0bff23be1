-- Every unit that stood in a period of the release, as it stood last.
WITH stood AS (
    SELECT unit_code, period, parent_code, sort_order
    FROM unit_periods
    WHERE period_index <= $last
    QUALIFY row_number() OVER (PARTITION BY unit_code ORDER BY period_index DESC) = 1
),
named AS (
    SELECT unit_code, name, valid_from, valid_to
    FROM units
    WHERE valid_from IS NULL OR valid_from <= $last_day
    QUALIFY row_number() OVER (
        PARTITION BY unit_code ORDER BY valid_from DESC NULLS LAST
    ) = 1
),
levels AS (
    SELECT period, unit_code, count(*) - 1 AS level
    FROM unit_ancestry
    GROUP BY period, unit_code
)
SELECT
    s.unit_code,
    coalesce(n.name, s.unit_code) AS name,
    s.parent_code,
    l.level,
    n.valid_from,
    n.valid_to,
    row_number() OVER (ORDER BY s.sort_order, s.unit_code) AS sort_order
FROM stood AS s
LEFT JOIN named AS n USING (unit_code)
LEFT JOIN levels AS l ON l.period = s.period AND l.unit_code = s.unit_code
ORDER BY sort_order;
