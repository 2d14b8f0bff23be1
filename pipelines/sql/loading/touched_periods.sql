-- Per period: offered rows that are new, restated, or unchanged, and how many are loaded by now.
WITH good AS (
    SELECT CAST(period AS VARCHAR) AS period, n
    FROM (SELECT period, count(*) AS n FROM good_rows GROUP BY ALL)
),
known AS (
    SELECT
        CAST(period AS VARCHAR) AS period, count(*) AS n,
        count(*) FILTER (NOT same_figures) AS n_restated,
        count(*) FILTER (same_figures) AS n_unchanged
    FROM good_rows JOIN matched USING (part, source_row) GROUP BY ALL
),
waiting AS (
    SELECT DISTINCT row_key FROM quarantine JOIN loads USING (load_id)
    WHERE table_name = '$table' AND state = 'waiting' AND undone_at IS NULL
),
came_good AS (
    SELECT CAST(period AS VARCHAR) AS period, count(*) AS n
    FROM good_rows AS offered SEMI JOIN waiting ON row_key = concat_ws('|', $offered_key)
    ANTI JOIN matched USING (part, source_row)
    GROUP BY ALL
)
SELECT
    period,
    good.n - coalesce(known.n, 0) - coalesce(came_good.n, 0) AS n_new,
    coalesce(n_restated, 0),
    coalesce(n_unchanged, 0),
    (SELECT count(*) FROM $table AS loaded WHERE loaded.period = good.period) AS n_loaded,
    good.n - coalesce(known.n, 0) AS n_added
FROM good LEFT JOIN known USING (period) LEFT JOIN came_good USING (period)
ORDER BY period
