-- Pairs (unit above, unit below) that may not be added: between them stands a delivered score
-- that already holds the unit below.
CREATE OR REPLACE TEMP TABLE unit_blocks AS
SELECT DISTINCT
    below.period,
    below.measure,
    above.ancestor_code AS unit_code,
    below.unit_code AS part_code
FROM unit_sums AS below
JOIN unit_ancestry AS line ON line.period = below.period AND line.unit_code = below.unit_code
JOIN unit_sums AS held
    ON held.period = below.period AND held.measure = below.measure
    AND held.unit_code = line.ancestor_code AND held.unit_code <> below.unit_code
    AND held.holds_units_below
JOIN unit_ancestry AS above ON above.period = held.period AND above.unit_code = held.unit_code;
