-- Changes that lack a code they need, and splits whose weights do not add up to one.
INSERT INTO finding
SELECT
    part, source_row, CASE WHEN old_code IS NULL THEN 'old_code' ELSE 'new_code' END,
    'change_incomplete', kind, 'een oude en een nieuwe code', 'an old and a new code'
FROM offered
WHERE (kind IN ('rename', 'merge', 'split') AND (old_code IS NULL OR new_code IS NULL))
    OR (kind = 'new' AND new_code IS NULL) OR (kind = 'close' AND old_code IS NULL)
UNION ALL
SELECT part, source_row, 'weight', 'split_weights', old_code, words, words
FROM offered JOIN (
    SELECT old_code, from_period, format('{:g}', round(sum(weight), 6)) AS words
    FROM offered WHERE kind = 'split' GROUP BY ALL
    HAVING coalesce(abs(sum(weight) - 1) > 1e-6, true)
) USING (old_code, from_period)
WHERE kind = 'split'
