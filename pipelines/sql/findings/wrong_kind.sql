-- Codes of a kind that does not belong in this table, such as an item among customer scores.
INSERT INTO finding
SELECT part, source_row, code_column, 'wrong_kind', code, kind, kind
FROM figures JOIN code_scales USING (code)
WHERE NOT list_contains(getvariable('kinds'), kind)
