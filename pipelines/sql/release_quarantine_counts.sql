-- How many rows of each delivery were set aside, and why.
SELECT
    q.load_id,
    l.table_name,
    q.code,
    min(q.message_nl) AS message_nl,
    min(q.message_en) AS message_en,
    count(DISTINCT (q.file_name, q.source_row)) AS n_rows
FROM quarantine AS q
JOIN loads AS l USING (load_id)
WHERE l.undone_at IS NULL
GROUP BY q.load_id, l.table_name, q.code
ORDER BY q.load_id, q.code;
