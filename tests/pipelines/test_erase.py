"""A respondent who asks to be forgotten is gone for good, and nobody is named in the log."""

import json

import pytest

from model.errors import RejectedError, UsageError
from pipelines.desk.audit import first_broken_line
from pipelines.erase import erase
from tests.pipelines.desk_cases import (
    answers,
    codes,
    deliver,
    new_programme,
    ready_programme,
    select,
)

FIRST = answers(
    ("r1", "emp-1", "T01", "2026-Q1", "B01", 4),
    ("r2", "emp-1", "T01", "2026-Q1", "B02", 3),
    ("r3", "emp-2", "T01", "2026-Q1", "B01", 2),
)


def test_a_forgotten_respondent_is_gone_and_does_not_come_back(tmp_path):
    programme = ready_programme(tmp_path)
    deliver(programme, "responses", FIRST)
    # A restated answer: the old one is kept for undo, and has to go as well.
    restated = FIRST.replace("B01,4", "B01,5") + "\nr4,emp-3,T02,2026-Q1,B01,2,2026-02-03"
    token = deliver(programme, "responses", restated).token
    deliver(programme, "responses", restated, confirm=token)

    assert erase(programme, "emp-1")["rows_removed"] == 3
    assert erase(programme, "emp-1")["rows_removed"] == 0
    left = "SELECT response_id FROM survey_responses ORDER BY 1"
    assert select(programme, left) == [("r3",), ("r4",)]
    assert select(programme, "SELECT count(*) FROM replaced.survey_responses") == [(0,)]

    more = FIRST + "\nr5,emp-4,T03,2026-Q1,B01,3,2026-02-03"
    again = deliver(programme, "responses", more)
    if again.token:
        again = deliver(programme, "responses", more, confirm=again.token)
    assert again.rows_loaded == 1
    assert "respondent_erased" in codes(again)
    assert ("r1",) not in select(programme, left)

    log = (programme.folder / "audit.jsonl").read_text()
    lines = [json.loads(line) for line in log.splitlines()]
    told = [one for one in lines if one["what"] == "erase" and one["state"] == "done"]
    assert [one["rows_removed"] for one in told] == [3, 0]
    assert "emp-1" not in log
    assert first_broken_line(programme) is None


def test_a_placeholder_is_nobody_to_forget(tmp_path):
    programme = new_programme(tmp_path)
    with pytest.raises(UsageError):
        erase(programme, "anoniem")
    with pytest.raises(RejectedError, match="No respondents"):
        erase(programme, "emp-1")
    assert not (programme.folder / "respondent.key").exists()
