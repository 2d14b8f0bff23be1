-- How many findings were there before, are there now, and are the same: by the key of their row,
-- or else by its number, since a key may itself be what was mended.
WITH before AS (SELECT * FROM attempt_findings WHERE attempt_id = ?),
same_key AS (
    SELECT n.rowid AS now_row, b.code, b.column_name, b.mark, b.nth
    FROM before AS b JOIN found_now AS n USING (code, column_name, mark, nth)
),
other_before AS (
    SELECT code, column_name, source_row FROM before
    ANTI JOIN same_key USING (code, column_name, mark, nth)
),
other_now AS (
    SELECT code, column_name, source_row FROM found_now
    WHERE rowid NOT IN (SELECT now_row FROM same_key)
),
same_row AS (
    SELECT code, column_name, coalesce(source_row, 0) AS place, count(*) AS n
    FROM other_before GROUP BY ALL
)
SELECT
    (SELECT count(*) FROM before),
    (SELECT count(*) FROM found_now),
    (SELECT count(*) FROM same_key) + (
        SELECT coalesce(sum(least(b.n, n.n)), 0)
        FROM same_row AS b JOIN (
            SELECT code, column_name, coalesce(source_row, 0) AS place, count(*) AS n
            FROM other_now GROUP BY ALL
        ) AS n USING (code, column_name, place)
    )
