-- One row per measure: every construct, and every code that is not itself the name of a construct,
-- in the order of the codebook. A row of the codebook with the name of a construct as its code
-- names that construct.
CREATE OR REPLACE TABLE measures AS
WITH own_names AS (
    SELECT code AS construct, name_nl AS own_nl, name_en AS own_en FROM codes WHERE construct IS NULL
),
constructs AS (
    SELECT
        construct AS measure,
        mode(kind) AS kind,
        true AS is_construct,
        NULL AS construct,
        list(code ORDER BY position) AS items,
        mode(statistic) AS statistic,
        -- Items on different scales are brought to 0–100 before they are averaged.
        CASE WHEN count(DISTINCT (scale_min, scale_max)) = 1 THEN min(scale_min) ELSE 0 END
            AS scale_min,
        CASE WHEN count(DISTINCT (scale_min, scale_max)) = 1 THEN max(scale_max) ELSE 100 END
            AS scale_max,
        bool_and(higher_is_better) AS higher_is_better,
        coalesce(any_value(own_nl), any_value(own_en), codes.construct) AS name_nl,
        coalesce(any_value(own_en), any_value(own_nl), codes.construct) AS name_en,
        avg(reliability) AS reliability,
        CASE WHEN count(DISTINCT value_code) = 1 THEN any_value(value_code) END AS value_code,
        string_agg(DISTINCT respondents, '; ' ORDER BY respondents) AS respondents,
        count(DISTINCT (scale_min, scale_max)) > 1 AS is_rescaled,
        min(position) AS position
    FROM codes
    LEFT JOIN own_names USING (construct)
    WHERE codes.construct IS NOT NULL
    GROUP BY codes.construct
),
single AS (
    SELECT
        code AS measure,
        kind,
        false AS is_construct,
        construct,
        [code] AS items,
        statistic,
        scale_min,
        scale_max,
        higher_is_better,
        -- What is counted the other way round says so in its name: 58 % is not the share absent.
        coalesce(name_nl, name_en, code) || if(is_turned, ' (omgekeerd)', '') AS name_nl,
        coalesce(name_en, name_nl, code) || if(is_turned, ' (reversed)', '') AS name_en,
        reliability,
        value_code,
        respondents,
        false AS is_rescaled,
        position
    FROM (SELECT *, reversed AND statistic IN ('share', 'rate', 'mean') AS is_turned FROM codes)
    WHERE code NOT IN (SELECT measure FROM constructs)
)
SELECT * FROM constructs
UNION ALL
SELECT * FROM single
ORDER BY position, measure;
