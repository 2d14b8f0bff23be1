-- Rows loaded before in periods that are delivered again, and missing in this delivery.
CREATE OR REPLACE TEMP TABLE withdrawn AS
SELECT loaded.rowid AS loaded_row, loaded.unit_code AS unit_code, loaded.period AS period
FROM $table AS loaded
WHERE loaded.period IN (SELECT unnest(getvariable('shrunk_periods')))
    AND loaded.rowid NOT IN (SELECT loaded_row FROM matched)
