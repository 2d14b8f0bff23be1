-- The loads that were not taken back, newest first.
SELECT
    load_id, table_name, file_name, file_hash, mapping, outcome, rows_in, rows_loaded,
    rows_set_aside, rows_unchanged, loaded_by, strftime(loaded_at, '%Y-%m-%dT%H:%M:%SZ') AS loaded_at
FROM loads
WHERE undone_at IS NULL
ORDER BY load_id DESC
