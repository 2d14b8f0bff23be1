-- The deliveries that the figures rest on; those taken back are left out.
SELECT
    load_id, table_name, file_name, file_hash, rows_in, rows_loaded, rows_set_aside, loaded_at,
    mapping
FROM loads
WHERE undone_at IS NULL
ORDER BY load_id;
