-- Answers that the same person gave before, in an earlier delivery, under another id.
INSERT INTO finding
SELECT
    offered.part, offered.source_row, 'respondent_id', 'double_answer', NULL,
    '(eerdere levering)', '(earlier delivery)'
FROM offered
JOIN survey_responses AS loaded USING (respondent_id, period, item_code)
WHERE loaded.response_id <> offered.response_id
    AND loaded.response_id NOT IN (
        SELECT response_id FROM offered WHERE response_id IS NOT NULL
    )
