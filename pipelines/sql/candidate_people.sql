-- Who would stand behind the figures of the release that is being made.
CREATE OR REPLACE TEMP TABLE candidate_people AS
SELECT p.period, p.instrument, p.measure, p.mark, b.block
FROM person_marks AS p
JOIN release_blocks AS b USING (period, instrument, unit_code)
WHERE b.block IS NOT NULL;
