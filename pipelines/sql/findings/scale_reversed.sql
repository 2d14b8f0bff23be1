-- Codes whose lowest value is not below their highest.
INSERT INTO finding
SELECT part, source_row, 'scale_min', 'scale_reversed', code, NULL, NULL
FROM offered WHERE scale_min >= scale_max
