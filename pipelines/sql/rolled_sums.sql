-- The sums of every unit and of each unit below it, where those may be added.
CREATE OR REPLACE TEMP TABLE rolled_sums AS
SELECT a.ancestor_code AS unit_code, s.* EXCLUDE (unit_code)
FROM unit_sums AS s
JOIN unit_ancestry AS a USING (period, unit_code)
ANTI JOIN unit_blocks AS b
    ON b.period = s.period AND b.measure = s.measure
    AND b.unit_code = a.ancestor_code AND b.part_code = s.unit_code;
