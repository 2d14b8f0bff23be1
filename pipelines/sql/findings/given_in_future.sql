-- Answers given on a day that has yet to come, in the programme's time zone.
INSERT INTO finding
SELECT
    part, source_row, 'submitted_at', 'given_in_future', strftime(submitted_at, '%Y-%m-%d'),
    'tijdzone ' || getvariable('time_zone'), 'time zone ' || getvariable('time_zone')
FROM offered_rows WHERE submitted_at >= getvariable('after_today')
