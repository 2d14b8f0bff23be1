-- How many rows of a construct or code have been delivered from a period on.
WITH
wanted AS (
    SELECT code FROM codebook WHERE code = $code OR construct = $code
    UNION ALL
    SELECT $code
),
delivered AS (
    SELECT item_code AS code, period FROM survey_responses
    UNION ALL
    SELECT metric, period FROM customer_responses
    UNION ALL
    SELECT code, period FROM survey_scores
    UNION ALL
    SELECT code, period FROM customer_scores
    UNION ALL
    SELECT indicator_code, period FROM behaviour_indicators
    UNION ALL
    SELECT measure_code, period FROM leadership_measures
)
SELECT count(*)
FROM delivered
WHERE code IN (SELECT code FROM wanted)
  -- Canonical periods of one length sort as text in the order of the calendar.
  AND length(period) = length($first_period)
  AND period >= $first_period
