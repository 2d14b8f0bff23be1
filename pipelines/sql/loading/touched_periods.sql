-- Per period: offered rows that are new, restated, or unchanged, and how many are loaded by now.
SELECT
    period,
    count(*) FILTER (matched.loaded_row IS NULL AND waiting.row_key IS NULL) AS n_new,
    count(*) FILTER (NOT same_figures) AS n_restated,
    count(*) FILTER (same_figures) AS n_unchanged,
    (SELECT count(*) FROM $table AS loaded WHERE loaded.period = offered.period) AS n_loaded,
    count(*) FILTER (matched.loaded_row IS NULL) AS n_added
FROM good_rows AS offered
LEFT JOIN matched USING (part, source_row)
LEFT JOIN (
    SELECT DISTINCT row_key FROM quarantine JOIN loads USING (load_id)
    WHERE table_name = '$table' AND state = 'waiting' AND undone_at IS NULL
) AS waiting ON waiting.row_key = concat_ws('|', $offered_key)
GROUP BY period
ORDER BY period
