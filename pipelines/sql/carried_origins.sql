-- The deliveries behind carried history are those behind its parts.
CREATE OR REPLACE TABLE figure_origins AS
WITH behind AS (
    SELECT * FROM figure_origins
    UNION ALL
    SELECT c.unit_code, c.period, c.measure, o.load_ids
    FROM (SELECT unit_code, period, measure, unnest(parts) AS part_code FROM carried) AS c
    JOIN figure_origins AS o
        ON o.unit_code = c.part_code AND o.period = c.period AND o.measure = c.measure
)
SELECT
    unit_code, period, measure,
    list_sort(list_distinct(flatten(list(load_ids)))) AS load_ids
FROM behind
GROUP BY unit_code, period, measure;
