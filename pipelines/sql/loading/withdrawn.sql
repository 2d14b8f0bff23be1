-- Rows loaded before in periods that are delivered again, and missing in this delivery. A row that
-- came but was set aside is not missing: what was loaded stands until the row is mended.
CREATE OR REPLACE TEMP TABLE withdrawn AS
SELECT loaded.rowid AS loaded_row, loaded.unit_code AS unit_code, loaded.period AS period
FROM $table AS loaded
WHERE loaded.period IN (SELECT unnest(getvariable('shrunk_periods')))
    AND NOT EXISTS (FROM offered WHERE $equal)
