-- The periods of each line, as unit_periods has them for units; is_whole: every part came along
-- with all its people, so that the sum of the parts is what the unit would have been.
CREATE OR REPLACE TEMP TABLE line_periods AS
SELECT
    l.line AS unit_code,
    l.period,
    l.period_index,
    any_value(l.unit_code) AS code,
    any_value(l.line_since) AS line_since,
    any_value(l.line_until) AS line_until,
    bool_and(u.is_leaf) AS is_leaf,
    CASE WHEN count(u.head_count) = count(*) THEN sum(u.head_count) END AS head_count,
    list(l.part_code ORDER BY l.part_code) AS parts,
    bool_and(abs(l.weight - 1) < 1e-9) AS is_whole
FROM line_parts AS l
JOIN unit_periods AS u ON u.unit_code = l.part_code AND u.period = l.period
GROUP BY l.line, l.period, l.period_index;
