-- The last period of which any score was delivered, among periods of the usual length.
WITH
delivered AS (
    SELECT period FROM survey_responses
    UNION ALL
    SELECT period FROM customer_responses
    UNION ALL
    SELECT period FROM survey_scores
    UNION ALL
    SELECT period FROM customer_scores
    UNION ALL
    SELECT period FROM behaviour_indicators
    UNION ALL
    SELECT period FROM leadership_measures
)
SELECT max(period) FROM delivered WHERE length(period) = (SELECT max(length(period)) FROM delivered)
