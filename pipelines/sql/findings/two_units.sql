-- People in two units in one period; the unit with most of their answers is theirs.
INSERT INTO finding
WITH others AS (
    SELECT given AS respondent_id, period, unit_code
    FROM survey_responses AS loaded JOIN respondent_names ON meant = loaded.respondent_id
    SEMI JOIN people ON people.respondent_id = given AND people.period = loaded.period
    ANTI JOIN offered_rows USING (response_id)
),
torn AS (
    SELECT respondent_id, period FROM people
    WHERE respondent_id IS NOT NULL AND first_unit <> last_unit
    UNION
    SELECT respondent_id, period
    FROM others JOIN people USING (respondent_id, period)
    GROUP BY ALL
    HAVING min(least(unit_code, first_unit)) <> max(greatest(unit_code, last_unit))
),
answers AS (
    SELECT respondent_id, period, unit_code, source_row, 1 AS is_new
    FROM offered_rows SEMI JOIN torn USING (respondent_id, period)
    UNION ALL
    SELECT respondent_id, period, unit_code, 0, 0
    FROM others SEMI JOIN torn USING (respondent_id, period)
),
home AS (
    SELECT
        respondent_id, period, unit_code,
        row_number() OVER (
            PARTITION BY respondent_id, period
            ORDER BY min(is_new), count(*) DESC, min(source_row)
        ) AS place
    FROM answers
    GROUP BY respondent_id, period, unit_code
)
SELECT part, source_row, 'unit_code', 'two_units', NULL, home.unit_code, home.unit_code
FROM offered_rows AS offered JOIN home USING (respondent_id, period)
WHERE place = 1 AND offered.unit_code <> home.unit_code
