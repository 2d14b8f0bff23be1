-- The one unit in which each respondent counts per period: where most of the answers were given.
-- A person named in two units would otherwise count twice in the unit above them.
CREATE OR REPLACE TEMP TABLE respondent_homes AS
WITH answered AS (
    SELECT period, respondent_id, home_code, count(*) AS n_answers
    FROM survey_responses
    JOIN unit_homes USING (period, unit_code)
    WHERE respondent_id IS NOT NULL
    GROUP BY period, respondent_id, home_code
)
SELECT
    period,
    respondent_id,
    arg_max(home_code, (n_answers, home_code)) AS home_code
FROM answered
GROUP BY period, respondent_id;
