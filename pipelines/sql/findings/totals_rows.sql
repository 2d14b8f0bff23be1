-- Rows with an error that begin with a word such as "total": one finding instead of many.
CREATE OR REPLACE TEMP TABLE totals_row AS
SELECT part, source_row, word FROM (
    SELECT part, source_row, trim(unnest([$texts])) AS word
    FROM doubted
)
WHERE regexp_full_match(
    lower(word),
    '(eind|sub|grand |sub)?(totaal|totalen|total|totals|gemiddelde?|average|mean|som|sum)( .*|:)?'
)
