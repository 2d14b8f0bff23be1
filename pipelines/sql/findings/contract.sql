-- Every row with a value that breaks the contract, unless it is empty for another error.
INSERT INTO finding
SELECT
    part, source_row, '$column', broken.rule, CAST($column AS VARCHAR), broken.detail_nl,
    broken.detail_en
FROM offered_rows AS offered JOIN broken ON $mark IS NOT DISTINCT FROM broken.mark
WHERE broken.rule <> 'missing_value' OR NOT EXISTS (
    SELECT 1 FROM finding AS other
    WHERE other.part = offered.part AND other.source_row = offered.source_row
        AND other.column_name = '$column' AND list_contains($errors, other.rule)
)
