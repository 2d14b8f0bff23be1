-- The first and the last day on which answers of each period were given.
CREATE OR REPLACE TEMP TABLE days_given AS
SELECT CAST(period AS VARCHAR) AS period, min(submitted_at) AS earliest, max(submitted_at) AS latest
FROM offered_rows GROUP BY period
