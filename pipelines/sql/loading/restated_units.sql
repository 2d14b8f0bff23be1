-- How many loaded rows get another value, per unit and period.
SELECT
    loaded.unit_code AS unit_code, loaded.period AS period, count(*) AS n_rows,
    $code AS code, $old AS old, $new AS new
FROM matched
JOIN offered USING (part, source_row)
JOIN $table AS loaded ON loaded.rowid = matched.loaded_row
WHERE NOT same_figures
GROUP BY ALL
ORDER BY period, unit_code
