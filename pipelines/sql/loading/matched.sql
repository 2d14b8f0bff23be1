-- Offered good rows whose key was loaded before: unchanged, described anew, or restated.
CREATE OR REPLACE TEMP TABLE matched AS
SELECT
    offered.part, offered.source_row, loaded.load_id AS loaded_by, loaded.rowid AS loaded_row,
    $same_figures AS same_figures,
    $same_words AS same_words
FROM good_row AS offered
JOIN $table AS loaded ON $equal
