-- Bad rows into quarantine, one row per finding, each with its words filled in.
INSERT INTO quarantine
    (load_id, source_row, column_name, code, message_nl, message_en, row_json, row_key,
    state, file_name)
WITH words AS (
    SELECT
        part, source_row, column_name, rule, message_nl, message_en,
        coalesce(column_name, '') AS column_words,
        if(value IN (SELECT given FROM personal_text), '…', coalesce(value, '')) AS value_words,
        coalesce(detail_nl, '') AS words_nl,
        coalesce(detail_en, '') AS words_en
    FROM finding JOIN rule_words USING (rule)
    WHERE source_row IS NOT NULL AND list_contains($errors, rule)
)
SELECT
    $load_id, source_row, column_name, rule,
    replace(replace(replace(message_nl, '{column}', column_words), '{value}', value_words),
        '{detail}', words_nl),
    replace(replace(replace(message_en, '{column}', column_words), '{value}', value_words),
        '{detail}', words_en),
    json_object($cells), concat_ws('|', $key),
    -- Of a row that is there twice only the first can be wrong or right.
    if(bool_or(rule = 'double_row') OVER (PARTITION BY part, source_row), 'released', 'waiting'),
    $names[part + 1]
FROM words JOIN doubted USING (part, source_row)
