-- Rows with an equal key: alike, the later ones go; unlike, nobody knows which is right.
INSERT INTO finding
WITH perhaps AS MATERIALIZED (
    FROM offered_rows SEMI JOIN repeated_mark ON hash($keys) = mark WHERE $filled
),
repeated AS (
    SELECT $keys FROM perhaps GROUP BY ALL HAVING count(*) > 1
),
grouped AS (
    SELECT part, source_row, $alike AS alike, $words AS words, dense_rank() OVER (ORDER BY $keys) AS which
    FROM perhaps SEMI JOIN repeated ON $equal
),
judged AS (
    SELECT
        part,
        source_row,
        words,
        row_number() OVER (rows_of_key) AS place,
        first_value(part) OVER (rows_of_key) AS first_part,
        first_value(source_row) OVER (rows_of_key) AS first_row,
        lead(part) OVER (rows_of_key) AS next_part,
        lead(source_row) OVER (rows_of_key) AS next_row,
        min(alike) OVER (PARTITION BY which) = max(alike) OVER (PARTITION BY which) AS same
    FROM grouped
    WINDOW rows_of_key AS (PARTITION BY which ORDER BY part, source_row)
),
told AS (
    SELECT
        *, if(place = 1, next_row, first_row) AS other_row,
        if(place = 1, next_part, first_part) AS other_part
    FROM judged
)
SELECT
    part,
    source_row,
    '$column',
    CASE WHEN same THEN '$rule_same' ELSE '$rule_other' END,
    NULL,
    other_row || if(other_part = part, '', ' van ' || $names[other_part + 1]) || words,
    other_row || if(other_part = part, '', ' of ' || $names[other_part + 1]) || words
FROM told
WHERE NOT (same AND place = 1)
    AND (part, source_row) NOT IN (
        SELECT (part, source_row) FROM finding WHERE rule IN ('double_row', 'conflicting_row')
    )
