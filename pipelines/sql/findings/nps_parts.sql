-- Promoters, passives and detractors that do not add up to n, or to the NPS they are delivered with.
INSERT INTO finding
SELECT
    part, source_row, 'n', 'parts_do_not_add_up', format('{:g}', n),
    format('promoters, passives en detractors zijn samen {:g}, n is {:g}', parts, n),
    format('promoters, passives and detractors add up to {:g}, n is {:g}', parts, n)
FROM (SELECT *, promoters + passives + detractors AS parts FROM offered)
WHERE parts <> n
UNION ALL
SELECT
    part, source_row, 'value', 'parts_do_not_add_up', format('{:g}', value),
    replace(format('uit promoters en detractors volgt {:.1f}, value is {:g}', nps, value), '.', ','),
    format('promoters and detractors give {:.1f}, value is {:g}', nps, value)
FROM (
    SELECT
        *,
        100 * (promoters - detractors) / nullif(promoters + passives + detractors, 0) AS nps
    FROM offered
)
WHERE abs(nps - value) > 1
