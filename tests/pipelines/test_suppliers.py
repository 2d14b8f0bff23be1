"""The exports of suppliers load by their mapping: sample files in the formats they document."""

from pathlib import Path

import polars as pl
import pytest

from model.period import parse_period
from model.tables import TABLES
from pipelines.mapping import read_mapping
from pipelines.stage import PROJECT, stage

SAMPLES = {
    "limesurvey": "limesurvey_2026-Q3.csv",
    "qualtrics": "qualtrics_2026-Q3.csv",
    "microsoft-forms": "microsoft-forms_2026-Q3.xlsx",
    "nederlands-excel": "nederlands_2026-Q3.xlsx",
}


@pytest.fixture
def staged(tmp_path):
    def stager(name, path=None, upload_name=None):
        mapping = read_mapping(name)
        path = path or PROJECT / "data" / "example" / "suppliers" / SAMPLES[name]
        return stage(
            path,
            upload_name=upload_name or path.name,
            expected=TABLES[mapping.table].columns,
            mapping=mapping,
            folder=tmp_path,
        )

    return stager


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_fills_the_required_columns_of_its_table(name, staged):
    result = staged(name)
    rows = pl.read_parquet(result.rows)
    table = TABLES[read_mapping(name).table]
    assert not result.refused
    assert result.unreadable == ()
    assert set(table.required) <= set(rows.columns)
    assert rows.select(table.required).null_count().sum_horizontal().item() == 0
    assert {parse_period(period) for period in rows["period"]} == {"2026-Q3"}


def test_limesurvey_keeps_finished_answers_and_reads_answer_codes(staged):
    rows = pl.read_parquet(staged("limesurvey").rows)
    assert "ls-2026-Q3-7" not in set(rows["respondent_id"])
    assert rows.height == 14 * 3 - 1
    assert rows.row(0, named=True) == {
        "response_id": "ls-2026-Q3-1-B01",
        "respondent_id": "ls-2026-Q3-1",
        "unit_code": "T02",
        "period": "2026-Q3",
        "submitted_at": "2026-09-01 11:17:00",
        "item_code": "B01",
        "score": "3",
        "source_row": 2,
    }


def test_qualtrics_passes_over_three_header_rows_previews_and_unfinished_answers(staged):
    rows = pl.read_parquet(staged("qualtrics").rows)
    assert rows.height == 13 * 3 - 1
    # The second header row runs over three lines, so the first answer is on line 6.
    assert rows["source_row"].min() == 6
    assert rows["response_id"][0].endswith("-B01")


def test_microsoft_forms_turns_words_into_scores_and_never_reads_names(staged):
    rows = pl.read_parquet(staged("microsoft-forms").rows)
    assert set(rows["score"]) == {"1", "2", "3", "4", "5"}
    assert rows.height == 15 * 3 - 1
    assert not {"anonymous"} & set(rows.select(pl.all().cast(str)).unpivot()["value"])


def test_the_dutch_layout_drops_totals_and_says_what_was_suppressed(staged):
    result = staged("nederlands-excel")
    rows = pl.read_parquet(result.rows)
    assert set(rows["unit_code"]) == {"T01", "T02", "T03"}
    assert "," in rows["value"][0]
    assert {issue.code for issue in result.issues} == {"suppressed", "rows_passed_over"}
    assert result.sheet == "Resultaten"


def test_a_file_without_its_period_in_the_name_is_asked_for(staged):
    result = staged("limesurvey", upload_name="results-survey123456.csv")
    assert [issue.code for issue in result.issues] == ["file_name"]
    assert "results-survey123456.csv" in result.issues[0].message.nl


def test_a_file_of_another_supplier_names_the_columns_it_lacks(staged):
    sample = PROJECT / "data" / "example" / "suppliers" / SAMPLES["qualtrics"]
    result = staged("limesurvey", path=Path(sample))
    assert result.refused
    assert "submitdate" in " ".join(issue.message.nl for issue in result.issues)
