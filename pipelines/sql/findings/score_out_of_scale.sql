-- Scores off the scale of their code; an aggregated NPS runs from -100 to 100.
INSERT INTO finding
WITH scales AS (
    SELECT
        code,
        CASE WHEN is_nps THEN -100 ELSE scale_min END AS lowest,
        CASE WHEN is_nps THEN 100 ELSE scale_max END AS highest
    FROM (
        SELECT
            *,
            getvariable('aggregated') AND (
                coalesce(statistic = 'nps', false) OR (statistic IS NULL AND lower(code) LIKE '%nps%')
            ) AS is_nps
        FROM codebook
    )
),
exceeded AS (
    SELECT code, scales.lowest, scales.highest FROM scales
    SEMI JOIN unit_figures AS found
        ON found.code = scales.code
        AND (found.lowest < scales.lowest OR found.highest > scales.highest)
)
SELECT
    part, source_row, value_column, 'score_out_of_scale', format('{:.12g}', score),
    format('{} loopt van {:g} tot {:g}', code, lowest, highest),
    format('{} runs from {:g} to {:g}', code, lowest, highest)
FROM (
    -- Nearly all scores lie within every scale: they need not be compared with their own.
    FROM figures
    WHERE score < (SELECT max(lowest) FROM exceeded) OR score > (SELECT min(highest) FROM exceeded)
) AS suspect JOIN exceeded USING (code)
WHERE score < lowest OR score > highest
