-- Answers given on a day outside their period, in the programme's time zone.
INSERT INTO finding
SELECT
    part, source_row, 'submitted_at', 'outside_period', strftime(submitted_at, '%Y-%m-%d'),
    period || ' (tijdzone ' || getvariable('time_zone') || ')',
    period || ' (time zone ' || getvariable('time_zone') || ')'
FROM offered_rows JOIN (
    -- Few deliveries hold such a day: without one no row needs to be looked at.
    FROM period_days SEMI JOIN days_given
        ON days_given.period = period_days.period
        AND (days_given.earliest < first_day OR days_given.latest > last_day)
) USING (period)
WHERE (submitted_at < first_day OR submitted_at > last_day)
    AND submitted_at < getvariable('after_today')
