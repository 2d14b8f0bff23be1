-- One row per code of the codebook, with what is left out filled in.
-- A code without its own statistic is a mean; a code called NPS is an NPS; an indicator delivered
-- with numerator and denominator is a rate.
CREATE OR REPLACE TEMP TABLE codes AS
SELECT
    code,
    kind,
    construct,
    value_code,
    scale_min,
    scale_max,
    coalesce(reversed, false) AS reversed,
    coalesce(higher_is_better, true) AS higher_is_better,
    reliability,
    name_nl,
    name_en,
    source AS respondents,
    CASE
        WHEN statistic IS NOT NULL THEN statistic
        WHEN lower(code) = 'nps' THEN 'nps'
        WHEN code IN (SELECT indicator_code FROM behaviour_indicators WHERE denominator IS NOT NULL)
            THEN 'rate'
        ELSE 'mean'
    END AS statistic,
    -- A share or rate is shown out of 100, unless the codebook says that its scale ends at 1.
    CASE WHEN scale_max <= 1 THEN 1 ELSE 100 END AS whole,
    row_number() OVER (ORDER BY load_id, source_row, code) AS position
FROM codebook;
