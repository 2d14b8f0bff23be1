-- Findings about rows that a steward can solve, each with a mark for the key of its row.
CREATE OR REPLACE TEMP TABLE found_now AS
WITH found AS (
    SELECT DISTINCT rule AS code, coalesce(column_name, '') AS column_name, source_row, $mark AS mark
    FROM finding $doubted
    WHERE list_contains(getvariable('rules_to_solve'), rule)
)
SELECT *, row_number() OVER (PARTITION BY code, column_name, mark ORDER BY source_row) AS nth
FROM found
