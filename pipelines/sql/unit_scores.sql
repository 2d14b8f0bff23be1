-- One row per unit, period and measure with data: the unit and every unit below it together,
-- each respondent counting the same wherever they work.
CREATE OR REPLACE TEMP TABLE $scores AS
WITH summed AS (
    SELECT
        unit_code, period, measure,
        min(source) AS source,
        -- One part without a count leaves the whole without one.
        CASE WHEN count(n) = count(*) THEN sum(n) END AS n,
        CASE WHEN count(n_people) = count(*) THEN sum(n_people) END AS n_people,
        pow(sum(weights), 2) / nullif(sum(squared_weights), 0) AS effective_n,
        CASE
            WHEN any_value(m.statistic) = 'sum' THEN sum(value)
            WHEN count(n) = count(*) THEN sum(points) / nullif(sum(weights), 0)
            ELSE avg(value)
        END AS value,
        CASE
            WHEN count(squared_points) = count(*) AND count(n) = count(*)
                THEN greatest(
                    sum(squared_points) / nullif(sum(weights), 0)
                    - pow(sum(points) / nullif(sum(weights), 0), 2), 0)
        END AS variance,
        any_value(m.statistic) AS statistic
    FROM $sums
    JOIN measures AS m USING (measure)
    GROUP BY unit_code, period, measure
)
SELECT
    unit_code, period, measure, source, n, n_people, effective_n, value, statistic,
    CASE
        WHEN statistic IN ('nps', 'share', 'rate') THEN sqrt(variance)
        WHEN n > 1 THEN sqrt(variance * n / (n - 1))
    END AS sd
FROM summed;
