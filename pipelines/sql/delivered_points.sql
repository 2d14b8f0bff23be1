-- One row per unit, period and measure that was delivered as an aggregate.
-- mean_square is the mean of the squared points (NULL when no spread can be known), so that
-- delivered scores and answers are rolled up over the tree by the same sums.
CREATE OR REPLACE TEMP TABLE delivered_points AS
WITH delivered AS (
    SELECT 'survey_scores' AS source, period, unit_code, code, value, n, sd,
        NULL AS promoters, NULL AS passives, NULL AS detractors,
        NULL AS numerator, NULL AS denominator
    FROM survey_scores
    UNION ALL
    SELECT 'customer_scores', period, unit_code, code, value, n, sd,
        promoters, passives, detractors, NULL, NULL
    FROM customer_scores
    UNION ALL
    SELECT 'leadership_measures', period, unit_code, measure_code, value, n, sd,
        NULL, NULL, NULL, NULL, NULL
    FROM leadership_measures
    UNION ALL
    SELECT 'behaviour_indicators', period, unit_code, indicator_code, value, n, NULL,
        NULL, NULL, NULL, numerator, denominator
    FROM behaviour_indicators
),
directed AS (
    SELECT
        d.source,
        d.period,
        h.home_code AS unit_code,
        d.code,
        c.construct,
        c.statistic,
        c.whole,
        CASE
            WHEN d.promoters IS NOT NULL AND d.detractors IS NOT NULL AND d.passives IS NOT NULL
                THEN d.promoters + d.passives + d.detractors
            ELSE coalesce(d.denominator, d.n)
        END AS n,
        CASE
            WHEN c.statistic = 'nps' AND d.promoters + d.passives + d.detractors > 0
                THEN 100.0 * (d.promoters - d.detractors)
                    / (d.promoters + d.passives + d.detractors)
            WHEN c.statistic = 'rate' AND d.denominator > 0
                THEN c.whole * d.numerator / d.denominator
            WHEN c.reversed AND c.statistic IN ('share', 'rate') THEN c.whole - d.value
            WHEN c.reversed AND c.statistic = 'mean' THEN c.scale_min + c.scale_max - d.value
            ELSE d.value
        END AS value,
        d.sd,
        10000.0 * (d.promoters + d.detractors)
            / nullif(d.promoters + d.passives + d.detractors, 0) AS nps_square
    FROM delivered AS d
    JOIN codes AS c USING (code)
    JOIN unit_homes AS h ON h.period = d.period AND h.unit_code = d.unit_code
),
squared AS (
    SELECT
        *,
        CASE
            WHEN n IS NULL OR n <= 0 OR statistic = 'sum' THEN NULL
            -- Counts of promoters and detractors; without them the widest they can be.
            WHEN statistic = 'nps' THEN coalesce(nps_square, 10000.0)
            WHEN statistic IN ('share', 'rate') THEN whole * value
            WHEN sd IS NOT NULL THEN value * value + sd * sd * (n - 1) / n
        END AS mean_square
    FROM directed
    WHERE value IS NOT NULL
),
per_code AS (
    -- Several deliveries for one unit (levels of leaders, units that closed in the period).
    SELECT
        source, period, unit_code, code AS measure, construct, statistic,
        CASE
            WHEN statistic = 'sum' THEN sum(value)
            WHEN count(n) = count(*) THEN sum(n * value) / nullif(sum(n), 0)
            ELSE avg(value)
        END AS value,
        CASE WHEN count(n) = count(*) THEN sum(n) END AS n,
        CASE WHEN count(mean_square) = count(*) THEN sum(n * mean_square) / sum(n) END
            AS mean_square
    FROM squared
    GROUP BY source, period, unit_code, code, construct, statistic
),
asked AS (
    SELECT source, period, construct, count(DISTINCT measure) AS n_items
    FROM per_code
    WHERE construct IS NOT NULL
    GROUP BY source, period, construct
),
per_construct AS (
    -- How the items hang together is unknown: the spread is taken as if they were one item,
    -- so that the error of their mean is never understated.
    SELECT
        p.source, p.period, p.unit_code, p.construct AS measure,
        avg(p.value) AS value,
        CASE WHEN count(p.n) = count(*) THEN min(p.n) END AS n,
        CASE
            WHEN count(p.mean_square) = count(*)
                THEN avg(p.value) * avg(p.value)
                    + pow(avg(sqrt(greatest(p.mean_square - p.value * p.value, 0))), 2)
        END AS mean_square
    FROM per_code AS p
    JOIN asked AS a ON a.source = p.source AND a.period = p.period AND a.construct = p.construct
    GROUP BY p.source, p.period, p.unit_code, p.construct, a.n_items
    HAVING count(*) >= $answered_share * a.n_items
)
SELECT source, period, unit_code, p.measure, value, n, mean_square
FROM per_code AS p
JOIN measures AS m ON m.measure = p.measure AND NOT m.is_construct
UNION ALL
SELECT source, period, unit_code, measure, value, n, mean_square
FROM per_construct;
