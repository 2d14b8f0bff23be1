-- Between what and what the offered scores of each code lie, and how many there are.
CREATE OR REPLACE TEMP TABLE code_ranges AS
SELECT
    code, value_column, max(score) AS highest, min(score) AS lowest, count(score) AS n,
    count(*) AS n_rows, count(*) FILTER (score <> floor(score)) AS n_broken
FROM figures GROUP BY ALL
