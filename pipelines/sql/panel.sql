-- One row per unit, period and measure without gaps: value NULL where nothing was delivered.
-- se: spread over the root of the number of answers, less where most of the unit answered.
CREATE OR REPLACE $panel AS
WITH usual AS (
    SELECT measure, mode(source) AS source FROM unit_scores GROUP BY measure
),
errors AS (
    SELECT
        s.*,
        -- The usual spread stands in where a unit's own cannot be seen: one answer, or all alike.
        coalesce(nullif(s.sd, 0), p.pooled_sd) / sqrt(s.effective_n)
        -- Nobody is left to ask when all answered; more answers than heads is no head count.
        * CASE
            WHEN s.source IN ('survey_responses', 'survey_scores') AND u.head_count >= s.n
                AND u.head_count > 1
                THEN sqrt((u.head_count - s.n) / (u.head_count - 1.0))
            ELSE 1
        END AS sampling_se,
        sqrt((1 - m.reliability) * p.within_variance) AS reliability_se
    FROM $scores AS s
    JOIN measures AS m USING (measure)
    JOIN $stood AS u USING (unit_code, period)
    LEFT JOIN spreads AS p USING (measure)
)
SELECT
    u.unit_code,
    u.period,
    u.period_index,
    m.measure,
    m.kind,
    e.value,
    CAST(e.n AS BIGINT) AS n,
    CAST(e.n_people AS BIGINT) AS n_people,
    e.sd,
    coalesce(e.sampling_se, e.reliability_se) AS se,
    CASE
        WHEN e.value IS NULL THEN NULL
        WHEN e.sampling_se IS NOT NULL THEN 'sampling'
        WHEN e.reliability_se IS NOT NULL THEN 'reliability'
        ELSE 'none'
    END AS error_source,
    u.is_leaf,
    coalesce(e.source, s.source) AS source
FROM $stood AS u
CROSS JOIN measures AS m
LEFT JOIN errors AS e
    ON e.unit_code = u.unit_code AND e.period = u.period AND e.measure = m.measure
LEFT JOIN usual AS s ON s.measure = m.measure
ORDER BY m.measure, u.unit_code, u.period_index;
