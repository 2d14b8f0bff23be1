-- The deliveries that each value of the panel was made of: one row per unit, period and measure.
-- It follows the sums that the values were made of, so a delivery that lost to another is not here.
CREATE OR REPLACE TABLE figure_origins AS
WITH delivered AS (
    SELECT
        'survey_responses' AS source, s.period, coalesce(r.home_code, h.home_code) AS unit_code,
        s.item_code AS code, s.load_id
    FROM survey_responses AS s
    JOIN unit_homes AS h USING (period, unit_code)
    LEFT JOIN respondent_homes AS r USING (period, respondent_id)
    UNION
    SELECT 'customer_responses', period, home_code, metric, load_id
    FROM customer_responses JOIN unit_homes USING (period, unit_code)
    UNION
    SELECT 'survey_scores', period, home_code, code, load_id
    FROM survey_scores JOIN unit_homes USING (period, unit_code)
    UNION
    SELECT 'customer_scores', period, home_code, code, load_id
    FROM customer_scores JOIN unit_homes USING (period, unit_code)
    UNION
    SELECT 'leadership_measures', period, home_code, measure_code, load_id
    FROM leadership_measures JOIN unit_homes USING (period, unit_code)
    UNION
    SELECT 'behaviour_indicators', period, home_code, indicator_code, load_id
    FROM behaviour_indicators JOIN unit_homes USING (period, unit_code)
),
measured AS (
    SELECT measure, unnest(items) AS code FROM measures
)
SELECT
    a.ancestor_code AS unit_code,
    s.period,
    s.measure,
    list(DISTINCT d.load_id ORDER BY d.load_id) AS load_ids
FROM unit_sums AS s
JOIN measured AS m USING (measure)
JOIN delivered AS d
    ON d.source = s.source AND d.period = s.period AND d.unit_code = s.unit_code
    AND d.code = m.code
JOIN unit_ancestry AS a ON a.period = s.period AND a.unit_code = s.unit_code
ANTI JOIN unit_blocks AS b
    ON b.period = s.period AND b.measure = s.measure
    AND b.unit_code = a.ancestor_code AND b.part_code = s.unit_code
GROUP BY a.ancestor_code, s.period, s.measure;
