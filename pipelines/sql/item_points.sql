-- One row per respondent and item: the answer in points that may be averaged.
-- Reversed items are turned round; an NPS answer is 100, 0 or -100; a share answer is 100 or 0.
-- A respondent who answered twice counts once, with the average.
CREATE OR REPLACE TEMP TABLE item_points AS
WITH answers AS (
    SELECT
        'survey_responses' AS source,
        s.period,
        coalesce(p.home_code, u.home_code) AS unit_code,
        s.item_code AS code,
        coalesce(CAST(s.respondent_id AS VARCHAR), s.response_id) AS respondent,
        s.score,
        coalesce(s.weight, 1) AS weight
    FROM survey_responses AS s
    JOIN unit_homes AS u USING (period, unit_code)
    LEFT JOIN respondent_homes AS p USING (period, respondent_id)
    UNION ALL
    SELECT
        'customer_responses',
        c.period,
        u.home_code,
        c.metric,
        c.response_id,
        c.score,
        1
    FROM customer_responses AS c
    JOIN unit_homes AS u USING (period, unit_code)
)
SELECT
    a.source,
    a.period,
    a.unit_code,
    a.code,
    c.construct,
    a.respondent,
    max(a.weight) AS weight,
    avg(CASE
        WHEN c.statistic = 'nps'
            THEN CASE WHEN a.score >= 9 THEN 100 WHEN a.score <= 6 THEN -100 ELSE 0 END
        WHEN c.statistic IN ('share', 'rate')
            THEN CASE
                WHEN c.reversed = (a.score > (c.scale_min + c.scale_max) / 2) THEN 0
                ELSE 100
            END
        WHEN c.reversed THEN c.scale_min + c.scale_max - a.score
        ELSE a.score
    END) AS points
FROM answers AS a
JOIN codes AS c USING (code)
WHERE a.score IS NOT NULL AND a.weight > 0
GROUP BY ALL;
