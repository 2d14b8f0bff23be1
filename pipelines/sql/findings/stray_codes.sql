-- Answers to a code that hardly anybody answered while the others have many: perhaps another code.
INSERT INTO finding
SELECT
    part, source_row, code_column, 'stray_code', code,
    format('{:d} tegen meestal {:g}', n_rows, usual), format('{:d} against usually {:g}', n_rows, usual)
FROM figures JOIN (
    SELECT code, n_rows, (SELECT median(n_rows) FROM code_ranges) AS usual FROM code_ranges
    WHERE code IS NOT NULL
) USING (code)
WHERE NOT getvariable('aggregated') AND usual >= 50 AND n_rows <= usual / 50
