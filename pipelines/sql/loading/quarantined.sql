-- What is wrong with the rows in quarantine, of one load or of all that stand; no values of rows.
SELECT
    load_id, table_name, coalesce(quarantine.file_name, loads.file_name) AS file_name, source_row, column_name, code, message_nl, message_en,
    state, reason
FROM quarantine JOIN loads USING (load_id)
WHERE undone_at IS NULL AND ($load_id IS NULL OR load_id = $load_id)
ORDER BY load_id DESC, file_name, source_row, code, column_name
