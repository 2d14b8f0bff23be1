-- Many people who gave the same answer to five items or more.
INSERT INTO finding
SELECT
    0, NULL, 'score', 'straight_lining', CAST(straight AS VARCHAR),
    format('{}: {:.0f}% van wie vijf of meer vragen beantwoordde', period, 100 * straight / people),
    format('{}: {:.0f}% of those who answered five items or more', period, 100 * straight / people)
FROM (
    SELECT period, count(*) AS people, count(*) FILTER (lowest = highest) AS straight
    FROM people
    WHERE n_scores >= 5 AND respondent_id IS NOT NULL
    GROUP BY ALL
)
WHERE straight >= 3 AND straight > 0.2 * people
