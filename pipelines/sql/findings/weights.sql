-- Answers that would count for more than a hundred usual ones.
INSERT INTO finding
SELECT part, source_row, 'weight', 'weight_extreme', format('{:g}', weight),
    format('{:g}', usual), format('{:g}', usual)
FROM offered_rows, (SELECT median(weight) AS usual FROM offered_rows)
WHERE weight > 100 * usual
