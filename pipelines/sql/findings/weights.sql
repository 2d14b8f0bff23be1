-- Answers that would count for more than a hundred usual ones.
INSERT INTO finding
SELECT part, source_row, 'weight', 'weight_extreme', format('{:g}', weight),
    format('{:g}', usual), format('{:g}', usual)
FROM offered, (SELECT median(weight) AS usual FROM offered)
WHERE weight > 100 * usual
