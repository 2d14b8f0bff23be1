-- Between what and what the offered scores of each code lie, and how many there are.
CREATE OR REPLACE TEMP TABLE code_ranges AS
SELECT
    code, getvariable('value_column') AS value_column, max(highest) AS highest,
    min(lowest) AS lowest, sum(n) AS n, sum(n_rows) AS n_rows, sum(n_broken) AS n_broken
FROM unit_figures GROUP BY ALL
