-- What was doubtful about the deliveries that hold data of a period: one row per delivery and rule.
-- What a person confirmed at the desk has been answered there.
SELECT i.load_id, l.file_name, i.code, any_value(i.fix_nl) AS fix_nl, any_value(i.fix_en) AS fix_en
FROM load_issues AS i
JOIN loads AS l USING (load_id)
WHERE i.severity = 'warning'
    AND l.undone_at IS NULL
    AND i.code NOT IN ('restated', 'closed_period', 'overlapping', 'shrinking', 'unit_vanished')
    AND i.load_id IN (
        SELECT load_id FROM survey_responses WHERE period = $period
        UNION SELECT load_id FROM survey_scores WHERE period = $period
        UNION SELECT load_id FROM customer_responses WHERE period = $period
        UNION SELECT load_id FROM customer_scores WHERE period = $period
        UNION SELECT load_id FROM behaviour_indicators WHERE period = $period
        UNION SELECT load_id FROM leadership_measures WHERE period = $period
    )
GROUP BY i.load_id, l.file_name, i.code
ORDER BY i.load_id, i.code;
