-- Answers given on a day outside their period, in the programme's time zone.
INSERT INTO finding
SELECT
    part, source_row, 'submitted_at', 'outside_period', strftime(submitted_at, '%Y-%m-%d'),
    period || ' (tijdzone ' || getvariable('time_zone') || ')',
    period || ' (time zone ' || getvariable('time_zone') || ')'
FROM offered_rows JOIN period_days USING (period)
WHERE (submitted_at < first_day OR submitted_at > last_day)
    AND submitted_at < getvariable('after_today')
