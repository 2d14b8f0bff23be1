-- More people answered than work in the unit.
INSERT INTO finding
SELECT
    0, NULL, '$people_column', 'above_head_count', unit_code || ' ' || period,
    format('{:d} mensen, head_count is {:g}', people, head_count),
    format('{:d} people, head_count is {:g}', people, head_count)
FROM (
    SELECT unit_code, period, CAST($people AS BIGINT) AS people
    FROM offered_rows SEMI JOIN (FROM units WHERE head_count IS NOT NULL) USING (unit_code)
    GROUP BY ALL
)
JOIN (SELECT unit_code, max(head_count) AS head_count FROM units GROUP BY ALL) USING (unit_code)
WHERE people > head_count
