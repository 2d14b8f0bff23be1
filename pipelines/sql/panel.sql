-- One row per unit, period and measure without gaps: value NULL where nothing was delivered.
-- se: spread over the root of the number of answers, less where most of the unit answered.
CREATE OR REPLACE TABLE panel AS
WITH spread AS (
    -- Stands in where a unit's own spread cannot be seen: one answer, or all answers alike.
    SELECT
        measure,
        sqrt(sum((n - 1) * sd * sd) / nullif(sum(n - 1) FILTER (sd IS NOT NULL), 0)) AS pooled_sd
    FROM unit_scores
    JOIN unit_periods AS u USING (unit_code, period)
    WHERE u.is_leaf
    GROUP BY measure
),
deviations AS (
    SELECT
        s.measure,
        s.value
            - avg(s.value) OVER (PARTITION BY s.measure, s.unit_code)
            - avg(s.value) OVER (PARTITION BY s.measure, s.period)
            + avg(s.value) OVER (PARTITION BY s.measure) AS deviation
    FROM unit_scores AS s
    JOIN unit_periods AS u USING (unit_code, period)
    WHERE u.is_leaf
),
within AS (
    SELECT measure, var_samp(deviation) AS within_variance FROM deviations GROUP BY measure
),
usual AS (
    SELECT measure, mode(source) AS source FROM unit_scores GROUP BY measure
),
errors AS (
    SELECT
        s.*,
        coalesce(nullif(s.sd, 0), p.pooled_sd) / sqrt(s.effective_n)
        -- Nobody is left to ask when all answered; more answers than heads is no head count.
        * CASE
            WHEN s.source IN ('survey_responses', 'survey_scores') AND u.head_count >= s.n
                AND u.head_count > 1
                THEN sqrt((u.head_count - s.n) / (u.head_count - 1.0))
            ELSE 1
        END AS sampling_se,
        sqrt((1 - m.reliability) * w.within_variance) AS reliability_se
    FROM unit_scores AS s
    JOIN measures AS m USING (measure)
    JOIN unit_periods AS u USING (unit_code, period)
    LEFT JOIN spread AS p USING (measure)
    LEFT JOIN within AS w USING (measure)
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
FROM unit_periods AS u
CROSS JOIN measures AS m
LEFT JOIN errors AS e
    ON e.unit_code = u.unit_code AND e.period = u.period AND e.measure = m.measure
LEFT JOIN usual AS s ON s.measure = m.measure
ORDER BY m.measure, u.unit_code, u.period_index;
