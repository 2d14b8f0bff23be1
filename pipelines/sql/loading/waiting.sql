-- Rows in quarantine that wait for a correction, per load and rule.
SELECT load_id, table_name, code, count(DISTINCT source_row) AS n_rows
FROM quarantine JOIN loads USING (load_id)
WHERE state = 'waiting' AND undone_at IS NULL
GROUP BY ALL
ORDER BY load_id, code
