-- Many people who gave the same answer to all of their items; to three or four that may be chance.
INSERT INTO finding
SELECT
    0, NULL, 'score', 'straight_lining', CAST(straight AS VARCHAR),
    format('{}: {:.0f}% van wie {}', period, 100 * straight / people,
        if(is_long, 'vijf of meer vragen beantwoordde', 'drie of vier vragen beantwoordde')),
    format('{}: {:.0f}% of those who answered {}', period, 100 * straight / people,
        if(is_long, 'five items or more', 'three or four items'))
FROM (
    SELECT
        period, n_scores >= 5 AS is_long, count(*) AS people,
        count(*) FILTER (lowest = highest) AS straight
    FROM people
    WHERE n_scores >= 3 AND respondent_id IS NOT NULL
    GROUP BY ALL
)
WHERE straight >= 3 AND straight > 0.2 * people AND (is_long OR people >= 10 AND straight > 0.6 * people)
