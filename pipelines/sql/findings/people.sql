-- What each person delivered in a period: in which units, between which scores, each item once.
CREATE OR REPLACE TEMP TABLE people AS
SELECT * REPLACE (
    CAST(period AS VARCHAR) AS period,
    CAST(first_unit AS VARCHAR) AS first_unit, CAST(last_unit AS VARCHAR) AS last_unit
)
FROM (
    SELECT
        respondent_id, period, count(*) AS n_rows, count(score) AS n_scores,
        min(unit_code) AS first_unit, max(unit_code) AS last_unit,
        min(score) AS lowest, max(score) AS highest, $answered_once AS answered_once
    FROM offered_rows
    GROUP BY ALL
)
