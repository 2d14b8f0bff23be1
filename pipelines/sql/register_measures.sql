-- What a hypothesis can be about: constructs, and codes of the codebook that stand alone.
SELECT
    coalesce(nullif(construct, ''), code) AS code,
    any_value(kind) AS kind,
    coalesce(max(CASE WHEN code = coalesce(nullif(construct, ''), code) THEN name_nl END), '')
        AS name_nl,
    coalesce(max(CASE WHEN code = coalesce(nullif(construct, ''), code) THEN name_en END), '')
        AS name_en
FROM codebook
GROUP BY 1
ORDER BY 2, 1
