-- Offered rows whose number was loaded before for another period.
SELECT loaded.period || ' → ' || offered.period, list(source_row ORDER BY source_row)
FROM matched
JOIN offered USING (part, source_row)
JOIN $table AS loaded ON loaded.rowid = matched.loaded_row
WHERE loaded.period <> offered.period
GROUP BY 1 ORDER BY 1
