"""History is safe: what changes waits for a person, and a load can be taken back whole."""

import json

import pytest

from model.errors import RejectedError, UsageError
from pipelines.accept import undo
from tests.pipelines.desk_cases import (
    UNITS,
    codes,
    deliver,
    figures,
    fingerprint,
    ready_programme,
    select,
    wave,
)


@pytest.fixture
def programme(tmp_path):
    return ready_programme(tmp_path)


def test_the_same_file_again_changes_nothing(programme):
    deliver(programme, "responses", wave("2026-Q1"))
    before = fingerprint(programme)
    report = deliver(programme, "responses", wave("2026-Q1"))
    assert (report.outcome, report.rows_in, report.rows_unchanged) == ("no_change", 72, 72)
    assert fingerprint(programme) == before


def test_the_same_rows_in_another_order_change_nothing(programme):
    deliver(programme, "responses", wave("2026-Q1"))
    header, *rows = wave("2026-Q1").splitlines()
    report = deliver(programme, "responses", "\n".join([header, *rows[::-1]]))
    assert (report.outcome, report.rows_unchanged) == ("no_change", 72)


def test_restated_figures_wait_for_a_confirmation_of_exactly_that(programme):
    deliver(programme, "behaviour", figures(("T01", "2026-Q1", "IND01", 50)))
    before = fingerprint(programme)
    restated = figures(("T01", "2026-Q1", "IND01", 61))
    asked = deliver(programme, "behaviour", restated)
    assert asked.outcome == "confirm"
    assert asked.difference[0]["old"] == 50
    assert asked.difference[0]["new"] == 61
    assert fingerprint(programme) == before
    other = figures(("T01", "2026-Q1", "IND01", 62))
    assert deliver(programme, "behaviour", other, confirm=asked.token).outcome == "confirm"
    assert deliver(programme, "behaviour", restated, confirm=asked.token).rows_loaded == 1
    assert select(programme, "SELECT value FROM behaviour_indicators") == [(61,)]


def test_a_confirmation_does_not_hold_after_another_load(programme):
    deliver(programme, "behaviour", figures(("T01", "2026-Q1", "IND01", 50)))
    restated = figures(("T01", "2026-Q1", "IND01", 61))
    asked = deliver(programme, "behaviour", restated)
    deliver(programme, "behaviour", figures(("T01", "2026-Q2", "IND01", 40)))
    assert deliver(programme, "behaviour", restated, confirm=asked.token).outcome == "confirm"


def test_no_answer_of_a_person_is_shown_in_a_difference(programme):
    deliver(programme, "responses", wave("2026-Q1"))
    asked = deliver(programme, "responses", wave("2026-Q1", shift=1))
    assert asked.outcome == "confirm"
    assert {row["old"] for row in asked.difference} == {None}


def test_a_closed_period_waits_for_a_confirmation(tmp_path):
    programme = ready_programme(tmp_path, closed='["2025-Q1..2025-Q4"]')
    late = figures(("T01", "2025-Q4", "IND01", 50))
    asked = deliver(programme, "behaviour", late)
    assert (asked.outcome, codes(asked)) == ("confirm", ["closed_period"])
    assert deliver(programme, "behaviour", late, confirm=asked.token).outcome == "accept_warn"


def test_a_published_period_waits_for_a_confirmation(programme):
    release = programme.releases / "2026-Q2.1"
    release.mkdir()
    (release / "manifest.json").write_text(json.dumps({"period": "2026-Q2"}))
    rows = figures(("T01", "2026-Q1", "IND01", 50), ("T01", "2026-Q3", "IND01", 50))
    assert codes(deliver(programme, "behaviour", rows)) == ["closed_period"]


def test_an_overlapping_delivery_waits_and_then_loads_only_what_is_new(programme):
    deliver(programme, "responses", wave("2026-Q1", people=10))
    asked = deliver(programme, "responses", wave("2026-Q1", people=12))
    assert (asked.outcome, codes(asked)[0]) == ("confirm", "overlapping")
    done = deliver(programme, "responses", wave("2026-Q1", people=12), confirm=asked.token)
    assert (done.rows_loaded, done.rows_unchanged) == (12, 60)


def test_a_shrinking_delivery_waits_and_then_withdraws_what_is_missing(programme):
    deliver(programme, "responses", wave("2026-Q1", people=12))
    before = fingerprint(programme)
    asked = deliver(programme, "responses", wave("2026-Q1", people=10))
    assert (asked.outcome, codes(asked)[0]) == ("confirm", "shrinking")
    done = deliver(programme, "responses", wave("2026-Q1", people=10), confirm=asked.token)
    assert select(programme, "SELECT count(*) FROM survey_responses") == [(60,)]
    undo(programme, done.load_id)
    assert fingerprint(programme) == before


def test_a_row_that_came_back_wrong_is_not_missing_and_its_old_answer_stands(programme):
    deliver(programme, "responses", wave("2026-Q1"))
    bad = wave("2026-Q1").replace("T01,2026-Q1,B01,1,", "T01,2026-Q1,B01,9,", 1)
    report = deliver(programme, "responses", bad)
    assert (report.outcome, report.rows_set_aside, report.rows_unchanged) == ("quarantine", 1, 71)
    assert select(programme, "SELECT count(*), max(score) FROM survey_responses") == [(72, 5.0)]


def test_a_corrected_delivery_releases_its_rows_without_asking(programme):
    bad = wave("2026-Q1").replace("T01,2026-Q1,B01,1,", "T01,2026-Q1,B01,9,", 1)
    deliver(programme, "responses", bad)
    report = deliver(programme, "responses", wave("2026-Q1"))
    assert (report.outcome, report.rows_loaded, report.rows_unchanged) == ("accept", 1, 71)
    assert select(programme, "SELECT DISTINCT state FROM quarantine") == [("released",)]


def test_a_unit_that_vanished_keeps_its_history(programme):
    deliver(programme, "behaviour", figures(("T03", "2026-Q1", "IND01", 50)))
    fewer = "\n".join(line for line in UNITS.splitlines() if "T03" not in line)
    asked = deliver(programme, "units", fewer)
    assert (asked.outcome, codes(asked)) == ("confirm", ["unit_vanished"])
    deliver(programme, "units", fewer, confirm=asked.token)
    assert select(programme, "SELECT valid_to IS NULL FROM units WHERE unit_code = 'T03'") == [
        (False,)
    ]
    assert select(programme, "SELECT count(*) FROM behaviour_indicators") == [(1,)]
    # Told once: a next list without it, that same day, has nothing to confirm.
    renamed = fewer.replace("Oost", "Zuidoost")
    assert "unit_vanished" not in codes(deliver(programme, "units", renamed))


def test_an_undone_load_leaves_everything_as_it_was(programme):
    deliver(programme, "behaviour", figures(("T01", "2026-Q1", "IND01", 50)))
    before = fingerprint(programme)
    restated = figures(("T01", "2026-Q1", "IND01", 61), ("T02", "2026-Q2", "IND01", 61))
    asked = deliver(programme, "behaviour", restated)
    done = deliver(programme, "behaviour", restated, confirm=asked.token)
    assert undo(programme, done.load_id)["rows_restored"] == 1
    assert fingerprint(programme) == before


def test_a_load_that_a_later_one_built_on_is_not_undone_first(programme):
    first = deliver(programme, "behaviour", figures(("T01", "2026-Q1", "IND01", 50)))
    restated = figures(("T01", "2026-Q1", "IND01", 61))
    asked = deliver(programme, "behaviour", restated)
    deliver(programme, "behaviour", restated, confirm=asked.token)
    with pytest.raises(RejectedError):
        undo(programme, first.load_id)


def test_units_that_figures_refer_to_are_not_taken_back(programme):
    deliver(programme, "behaviour", figures(("T01", "2026-Q1", "IND01", 50)))
    with pytest.raises(RejectedError, match="behaviour_indicators"):
        undo(programme, 1)
    assert select(programme, "SELECT count(*) FROM units") == [(4,)]


def test_a_load_is_undone_once(programme):
    report = deliver(programme, "behaviour", figures(("T01", "2026-Q1", "IND01", 50)))
    undo(programme, report.load_id)
    with pytest.raises(UsageError):
        undo(programme, report.load_id)
