"""Several files as one delivery: what is said of each is said of that one, and nothing is lost."""

import pytest

from pipelines.accept import load
from pipelines.quarantine import quarantined
from pipelines.reading.finding import NAMED_EACH
from tests.pipelines.desk_cases import figures, ready_programme, select, wave

HEADER = "unit_code,period,indicator_code,value"


@pytest.fixture
def programme(tmp_path):
    return ready_programme(tmp_path)


@pytest.fixture
def deliver_all(programme, tmp_path):
    """Load texts as the files a.csv, b.csv and so on, together."""

    def together(table, *texts):
        paths = [tmp_path / f"{letter}.csv" for letter, _ in zip("abc", texts, strict=False)]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text + "\n")
        return load(programme, table, paths)

    return together


def test_they_are_one_load(deliver_all):
    report = deliver_all("responses", wave("2026-Q1"), wave("2026-Q2"))
    assert (report.outcome, report.rows_loaded) == ("accept", 144)


def test_a_column_that_only_some_have_is_not_lost_without_a_word(programme, deliver_all):
    rows = [f"T0{n},2026-Q1,IND01,{40 + n}" for n in (1, 2, 3)]
    weighed = [f"T0{n},2026-Q2,IND01,{40 + n},{30 + n}" for n in (1, 2, 3)]
    report = deliver_all(
        "behaviour", "\n".join([HEADER, *rows]), "\n".join([f"{HEADER},n", *weighed])
    )
    (issue,) = report.issues
    assert (report.outcome, issue.code, issue.column) == ("reject", "column_not_in_all", "n")
    assert (issue.file, issue.message.en.endswith("not in a.csv.")) == ("b.csv", True)
    assert select(programme, "SELECT count(*) FROM behaviour_indicators") == [(0,)]


def test_a_missing_column_is_missing_in_its_own_file(deliver_all):
    whole = figures(("T01", "2026-Q1", "IND01", 41))
    report = deliver_all("behaviour", whole, "unit_code,period,indicator_code\nT02,2026-Q1,IND01")
    assert {(issue.code, issue.file) for issue in report.issues} == {("missing_column", "b.csv")}


def test_a_row_that_stands_in_another_file_names_that_file(deliver_all):
    rows = [("T01", f"2024-Q{n}", "IND01", 40 + n) for n in (1, 2, 3, 4)]
    rows += [("T02", f"2024-Q{n}", "IND01", 40 + n) for n in (1, 2, 3, 4)]
    more = [("T03", f"2024-Q{n}", "IND01", 40 + n) for n in (1, 2, 3, 4)]
    report = deliver_all("behaviour", figures(*rows), figures(*more, rows[2]))
    (issue,) = report.issues
    assert (report.outcome, report.rows_set_aside) == ("quarantine", 1)
    assert (issue.code, issue.file, issue.row) == ("double_row", "b.csv", 6)
    assert "rij 4 van a.csv" in issue.message.nl
    assert "row 4 of a.csv" in issue.message.en


def test_rows_that_cannot_be_read_are_each_set_aside_however_many(programme, tmp_path):
    broken, whole = NAMED_EACH + 50, 10 * (NAMED_EACH + 100)
    lines = [f"R{n},P{n},T01,2026-Q1,B01,{1 + n % 5},2026-02-03" for n in range(whole)]
    lines += [f"S{n},P{n},T\x0001,2026-Q1,B02,3,2026-02-03" for n in range(broken)]
    path = tmp_path / "a.csv"
    header = "response_id,respondent_id,unit_code,period,item_code,score,submitted_at"
    path.write_text("\n".join([header, *lines]) + "\n")
    report = load(programme, "responses", [path])
    assert (report.outcome, report.rows_loaded) == ("quarantine", whole)
    assert report.rows_set_aside == broken
    rows = [row["source_row"] for row in quarantined(programme)]
    assert rows == [*range(whole + 2, whole + broken + 2)]
