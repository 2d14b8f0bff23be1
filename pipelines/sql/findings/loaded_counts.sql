-- How many scores were loaded before, per unit, period and code.
CREATE OR REPLACE TEMP TABLE loaded_counts AS
SELECT unit_code, period, code, count(score) AS n FROM loaded_figures GROUP BY ALL
