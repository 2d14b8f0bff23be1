-- One mark per person, measure and answer, to see how many changed between two releases without
-- keeping what they answered.
CREATE OR REPLACE TABLE person_marks AS
SELECT
    r.period,
    CASE WHEN r.source = 'survey_responses' THEN 'survey' ELSE 'measure:' || r.measure END
        AS instrument,
    r.measure,
    r.unit_code,
    md5_number_lower(r.respondent || ':' || round(r.points, 6)::VARCHAR) AS mark
FROM respondent_points AS r
JOIN measures AS m USING (measure)
WHERE m.construct IS NULL;
