-- Codes that people would take for the same, though they are spelled differently.
INSERT INTO finding
WITH alike AS (
    SELECT lower(nfc_normalize($key)) AS folded FROM offered
    GROUP BY ALL HAVING count(DISTINCT $key) > 1
)
SELECT part, source_row, '$key', 'look_alike', $key, NULL, NULL
FROM offered JOIN alike ON lower(nfc_normalize($key)) = folded
