"""Rows set aside can be listed, and dropped with a reason."""

import json

import pytest

from model.errors import RejectedError, UsageError
from pipelines.accept import load
from pipelines.quarantine import drop, quarantined
from pipelines.undo import undo
from pipelines.warehouse import open_warehouse
from tests.pipelines.desk_cases import deliver, figures, fingerprint, ready_programme, select

UNIT_CODES = ("T01", "T02", "T03")
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
PERIODS = tuple(f"2024-{quarter}" for quarter in QUARTERS)


def values(worst):
    """Twelve figures, of which the first is as given."""
    rows = [(unit, period, "IND01", 50) for unit in UNIT_CODES for period in PERIODS]
    return figures((*rows[0][:3], worst), *rows[1:])


@pytest.fixture
def programme(tmp_path):
    return ready_programme(tmp_path)


@pytest.fixture
def load_id(programme):
    report = deliver(programme, "behaviour", values(900))
    assert report.outcome == "quarantine"
    return report.load_id


def states(programme):
    return [(row["load_id"], row["source_row"], row["state"]) for row in quarantined(programme)]


def test_rows_set_aside_are_listed_with_what_is_wrong(programme, load_id):
    (row,) = quarantined(programme, load_id)
    assert (row["source_row"], row["code"], row["state"]) == (2, "score_out_of_scale", "waiting")
    assert row["message_nl"] != row["message_en"]
    assert quarantined(programme, load_id + 1) == []


def test_a_dropped_row_keeps_its_reason_and_changes_no_data(programme, load_id):
    before = fingerprint(programme)
    drop(programme, load_id, 2, reason=" typing error of the supplier ", who="anna")
    (row,) = quarantined(programme)
    assert (row["state"], row["reason"]) == ("dropped", "typing error of the supplier")
    assert fingerprint(programme) == before
    account = "SELECT dropped_by, dropped_at IS NOT NULL FROM quarantine"
    assert select(programme, account) == [("anna", True)]
    log = (programme.folder / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    begun, done = (json.loads(line) for line in log[-2:])
    assert (begun["what"], begun["state"], done["state"]) == ("drop", "begun", "done")
    assert (done["who"], done["row"], done["reason"]) == (
        "anna",
        2,
        "typing error of the supplier",
    )


def test_a_corrected_delivery_releases_a_row_that_waits(programme, load_id):
    deliver(programme, "behaviour", values(60))
    assert states(programme) == [(load_id, 2, "released")]


def test_a_dropped_row_stays_dropped(programme, load_id):
    drop(programme, load_id, 2, reason="wrong")
    deliver(programme, "behaviour", values(60))
    assert states(programme) == [(load_id, 2, "dropped")]


def test_a_row_is_dropped_once_and_only_while_it_waits(programme, load_id):
    drop(programme, load_id, 2, reason="wrong")
    for number, row in ((load_id, 2), (load_id, 3), (load_id + 1, 2)):
        with pytest.raises(RejectedError):
            drop(programme, number, row, reason="wrong")


def test_a_row_is_not_dropped_without_a_reason(programme, load_id):
    with pytest.raises(UsageError):
        drop(programme, load_id, 2, reason=" ")
    assert states(programme) == [(load_id, 2, "waiting")]


def test_a_load_taken_back_has_no_rows_in_quarantine(programme, load_id):
    undo(programme, load_id)
    assert quarantined(programme) == []


def test_a_row_that_went_wrong_after_it_was_loaded_waits_for_a_good_one(programme):
    deliver(programme, "behaviour", values(50))
    wrong = deliver(programme, "behaviour", values(900), name="wrong.csv")
    assert [state for *_, state in states(programme)] == ["waiting"]
    assert wrong.rows_set_aside == 1
    right = deliver(programme, "behaviour", values(60), name="right.csv")
    deliver(programme, "behaviour", values(60), name="right.csv", confirm=right.token)
    assert [state for *_, state in states(programme)] == ["released"]


def test_a_row_that_stands_in_the_file_twice_does_not_wait(programme):
    lines = values(50).splitlines()
    report = deliver(programme, "behaviour", "\n".join([*lines, lines[1]]))
    assert (report.rows_loaded, report.rows_set_aside) == (12, 1)
    (row,) = quarantined(programme)
    assert (row["source_row"], row["code"], row["state"]) == (14, "double_row", "released")


@pytest.fixture
def of_two_files(programme, tmp_path):
    """A load of two files; of each row 2 is off the scale and row 9 holds a control character."""
    paths = []
    for unit, year in (("T01", 2024), ("T02", 2025)):
        rows = [(unit, f"{y}-{quarter}", "IND01", 50) for y in (2024, 2025) for quarter in QUARTERS]
        rows = [(*rows[0][:3], 900), *rows[1:7], ("T\x00", *rows[7][1:])]
        for other, code in (("T03", "IND01"), ("ORG", "IND01"), ("T03", "HEADCOUNT")):
            rows += [(other, f"{year}-{q}", code, 40 + n) for n, q in enumerate(QUARTERS)]
        paths.append(tmp_path / unit / "figures.csv")
        paths[-1].parent.mkdir()
        paths[-1].write_text(figures(*rows) + "\n")
    return load(programme, "behaviour", paths)


def test_rows_of_several_files_are_told_apart(programme, of_two_files):
    assert (of_two_files.outcome, of_two_files.rows_in) == ("quarantine", 40)
    assert (of_two_files.rows_loaded, of_two_files.rows_set_aside) == (36, 4)
    found = [(row["file_name"], row["source_row"]) for row in quarantined(programme)]
    names = ("figures.csv", "figures.csv (2)")
    assert found == [(name, row) for name in names for row in (2, 9)]


def test_of_rows_with_one_number_the_one_of_the_named_file_is_dropped(programme, of_two_files):
    number = of_two_files.load_id
    with pytest.raises(RejectedError) as refused:
        drop(programme, number, 2, reason="wrong")
    assert "figures.csv (2)" in refused.value.remedy.en
    drop(programme, number, 2, file="figures.csv (2)", reason="wrong")
    now = [(number, row, "waiting") for row in (2, 9, 2, 9)]
    assert states(programme) == [*now[:2], (number, 2, "dropped"), now[3]]
    with pytest.raises(RejectedError):
        drop(programme, number, 2, file="figures.csv (2)", reason="wrong")


def test_a_row_from_before_files_were_noted_is_in_the_file_of_its_load(programme, load_id):
    with open_warehouse(programme) as connection:
        connection.execute("UPDATE quarantine SET file_name = NULL")
    assert quarantined(programme)[0]["file_name"] == "behaviour.csv"
    drop(programme, load_id, 2, reason="wrong")
    assert states(programme) == [(load_id, 2, "dropped")]
