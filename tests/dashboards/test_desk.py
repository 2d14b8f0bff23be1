"""The parts of the desk: each in each language, full and empty, and never a trace."""

import asyncio
import io
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from dashboards.desk.going_on import going_on
from dashboards.desk.page import DeskPage
from dashboards.desk.place import Delivery, Desk, Work
from dashboards.desk.section import Steward, all_sections
from dashboards.desk.work import _answered
from dashboards.state import State
from model.errors import BusyError, UsageError
from model.text import LANGUAGES, same
from pipelines.programme import create_programme
from pipelines.progress import silent
from pipelines.warehouse import open_warehouse, working_now

SCRIPT = "<img src=x onerror=alert(1)>"
PARTS = {section.name: section for section in all_sections()}
LOAD = {
    "load_id": 7,
    "table_name": "survey_scores",
    "file_name": SCRIPT,
    "mapping": "bureau",
    "rows_loaded": 1204,
    "rows_set_aside": 2,
    "rows_unchanged": 3,
    "loaded_by": "anna",
    "loaded_at": "2026-10-02T08:00:00Z",
}
ASIDE = {
    "load_id": 7,
    "table_name": "survey_scores",
    "file_name": "q3.csv",
    "source_row": 14,
    "column_name": "value",
    "code": "score_out_of_range",
    "message_nl": "te hoog",
    "message_en": "too high",
    "state": "waiting",
    "reason": None,
}
RELEASE = {
    "name": "2026-Q3.1",
    "period": "2026-Q3",
    "published_by": "anna",
    "published_at": "2026-10-14T08:00:00+00:00",
    "reason": None,
    "is_current": True,
}
REGISTER = {"versions": [], "measures": [], "next_period": None, "answers": {}}
EMPTY = {
    "loads": [],
    "completeness": [],
    "waiting": [],
    "aside": [],
    "units": [],
    "is_built": False,
    "periods": [],
    "releases": [],
    "register": REGISTER,
}
FULL = EMPTY | {
    "loads": [LOAD],
    "completeness": [
        {"source": "survey_scores", "unit_code": unit, "period": period, "state": state}
        for unit, period, state in (
            ("T01", "2026-Q2", "complete"),
            ("T01", "2026-Q3", "missing"),
            ("T02", "2026-Q2", "partial"),
            ("T02", "2026-Q3", "complete"),
        )
    ],
    "aside": [ASIDE, ASIDE | {"source_row": 15, "state": "dropped", "reason": "dubbel"}],
    "units": [["T01", SCRIPT], ["T02", "West"]],
    "is_built": True,
    "periods": ["2026-Q2", "2026-Q3"],
    "releases": [RELEASE],
}
CHECKS = [
    {"name": name, "title": {"nl": f"{name} klopt", "en": f"{name} holds"}, "passed": passed,
     "stops": stops, "found": {"nl": "", "en": ""}, "fix": {"nl": "lever na", "en": "deliver"},
     "allowed": None}
    for name, passed, stops in (("a", True, False), ("b", False, False), ("c", False, True))
]  # fmt: skip
ISSUE = {
    "code": "score_out_of_range",
    "severity": "error",
    "file": "q3.csv",
    "sheet": None,
    "row": 14,
    "column": "value",
    "value": SCRIPT,
    "message": {"nl": "te hoog", "en": "too high"},
    "fix": {"nl": "verlaag haar", "en": "lower it"},
    "count": 1,
    "rows": [14],
}
CHANGED = {"unit_code": "T01", "period": "2026-Q2", "n_rows": 1, "code": "nps", "old": 12.0,
           "new": 14.5}  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    return Desk(create_programme(tmp_path / "programme", name="Voorbeeld"))


def steward(desk, language="nl", **choices):
    return Steward(desk.place(""), State(language=language, **choices))


def _nobody(_process):
    """Take no note of the process."""


def stands(desk, overview):
    """Let the desk know what stands in the warehouse."""
    desk._seen = (desk._state(), overview)


def offered(at, outcome="quarantine", *, issues=(ISSUE,), **report):
    """Put a delivery at a place, checked or not."""
    found = {
        "table": "survey_scores",
        "outcome": outcome,
        "rows_in": 20,
        "rows_loaded": 18,
        "rows_set_aside": 1,
        "rows_unchanged": 1,
        "load_id": None,
        "token": "abc",
        "difference": [CHANGED],
        "checked_only": True,
        "compared": {"solved": 498, "left": 2, "new": 0},
        "issues": list(issues),
    }
    at.place.take(Delivery(Path("delivered"), "q3.csv", 9, ExitStack()))
    at.place.delivery.recognised = {"columns": ["a", "b"], "tables": [], "mappings": []}
    at.place.delivery.report = found | report
    return at.place.delivery


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("overview", [EMPTY, FULL], ids=["empty", "full"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_says_first_how_things_stand(desk, part, overview, language):
    stands(desk, overview)

    drawn = str(PARTS[part].draw(steward(desk, language)))

    assert drawn.count("<h1") == 1
    assert SCRIPT not in drawn
    assert "{" not in drawn.replace("{%", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "outcome", ["accept", "accept_warn", "quarantine", "confirm", "reject", "no_change"]
)
def test_every_outcome_has_its_own_words_and_next_step(desk, outcome, language):
    at = steward(desk, language)
    offered(at, outcome)

    drawn = str(PARTS["deliver"].draw(at))

    can_load = outcome in ("accept", "accept_warn", "quarantine")
    assert ('data-do="load"' in drawn) == can_load
    assert ('data-do="confirm"' in drawn) == (outcome == "confirm")
    assert f"desk/annotated/{at.place.token}" in drawn
    assert SCRIPT not in drawn


def test_a_corrected_delivery_tells_what_was_solved(desk):
    at = steward(desk)
    offered(at)

    assert "498 opgelost, 2 over, 0 nieuw" in str(PARTS["deliver"].draw(at))


def test_a_restated_figure_is_shown_old_and_new(desk):
    at = steward(desk)
    offered(at, "confirm")

    drawn = str(PARTS["deliver"].draw(at))

    assert "12,00 → 14,50" in drawn
    assert "+2,50" in drawn


def test_a_loaded_delivery_says_under_which_number_and_what_next(desk):
    at = steward(desk)
    offered(at, load_id=7, checked_only=False)

    drawn = str(PARTS["deliver"].draw(at))

    assert "Levering 7 staat in het magazijn" in drawn
    assert 'data-do="load"' not in drawn
    assert 'data-key="to-publish"' in drawn


def test_findings_can_be_narrowed_by_severity_column_and_rule(desk):
    at = steward(desk)
    doubt = ISSUE | {"severity": "warning", "column": "n", "code": "jump", "row": 3, "rows": [3]}
    many = ISSUE | {"row": 5, "rows": list(range(5, 40)), "count": 35}
    delivery = offered(at, issues=(ISSUE, doubt, many))
    for fields, rows in (
        ({}, 3),
        ({"severity": "warning"}, 1),
        ({"column": "value"}, 2),
        ({"code": "jump", "column": "value"}, 0),
    ):
        PARTS["deliver"].acts["filter"](at, fields)
        drawn = str(PARTS["deliver"].draw(at))
        assert f"{rows} van 3 bevindingen" in drawn
    PARTS["deliver"].acts["filter"](at, {})
    assert delivery.filters == {}


def test_the_same_finding_about_many_rows_is_one_line_with_every_row(desk):
    at = steward(desk)
    again = ISSUE | {"row": 9, "rows": [9]}
    many = ISSUE | {"row": 20, "rows": list(range(20, 55)), "count": 35}
    other = ISSUE | {"row": 4, "rows": [4], "value": "901"}
    offered(at, issues=(many, ISSUE, again, other))

    drawn = str(PARTS["deliver"].draw(at))

    body = drawn[drawn.index("Bevindingen") :]
    assert body.count("<tr") == 1 + 2
    assert "9, 14, 20, 21, 22, 23, 24, 25 … (37 rijen)" in body
    assert "4 van 4 bevindingen" in body


def test_a_rule_is_named_in_the_language_of_the_steward_not_by_its_code(desk):
    at = steward(desk)
    offered(at, issues=(ISSUE, ISSUE | {"code": "jump", "message": {"nl": "Sprong.", "en": "J."}}))

    drawn = str(PARTS["deliver"].draw(at))

    assert '<option value="jump">Sprong. (1)</option>' in drawn


def test_columns_that_nobody_knows_lead_to_their_mapping(desk):
    at = steward(desk)
    offered(at)
    at.place.delivery.report = None

    drawn = str(PARTS["deliver"].draw(at))

    assert "Deze kolommen zijn nieuw" in drawn
    assert drawn.index('data-do="map"') < drawn.index('data-do="check"')


def test_the_gate_shows_every_check_and_stops_what_it_must(desk):
    stands(desk, FULL)
    at = steward(desk)
    at.place.checks = {"period": "2026-Q3", "checks": CHECKS}

    stopped = str(PARTS["publish"].draw(at))
    at.place.checks = {"period": "2026-Q3", "checks": CHECKS[:2]}
    ready = str(PARTS["publish"].draw(at))

    assert "K3 2026 kan nog niet: 1 controle houdt tegen" in stopped
    assert 'data-do="publish"' not in stopped
    assert 'data-do="publish"' in ready
    # A doubt and a correction each ask for a reason.
    assert "Eén controle vraagt om aandacht" in ready
    assert "al gepubliceerd als 2026-Q3.1" in ready


def test_checks_hold_only_for_the_loads_of_then(desk):
    stands(desk, FULL | {"is_built": False})
    at = steward(desk)
    at.place.checks = {"period": "2026-Q3", "checks": CHECKS[:1]}

    assert 'data-do="publish"' not in str(PARTS["publish"].draw(at))


def test_nothing_is_taken_back_or_dropped_without_a_reason(desk):
    stands(desk, FULL)
    at = steward(desk)

    PARTS["loads"].acts["undo"](at, {"load_id": "7", "reason": "  "})
    PARTS["loads"].acts["undo"](at, {"load_id": "seven", "reason": "x"})
    PARTS["aside"].acts["drop"](at, {"load_id": "7", "row": "14", "reason": ""})

    assert at.place.work is None
    assert at.place._tasks == set()


def test_a_fault_in_a_part_is_a_number_on_the_page_and_no_words_in_the_log(desk, capsys):
    stands(desk, {"loads": [{"file_name": "geheim"}]})

    page = DeskPage(steward(desk, view="loads"))

    assert "Noem het nummer" in page._main.html
    assert "KeyError" not in page._main.html
    assert "Traceback" not in page._main.html
    logged = capsys.readouterr().err
    assert "incident" in logged
    assert "KeyError" in logged
    assert "geheim" not in logged


def test_a_fault_in_what_a_form_asks_is_a_number_too(desk):
    stands(desk, FULL)
    page = DeskPage(steward(desk, view="publish"))
    page._steward.place.checks = {}

    page._act("publish", {"period": "2026-Q3"})

    assert "Noem het nummer" in page._going_on.html


def test_the_page_keeps_its_place_when_the_language_changes(desk):
    at = steward(desk)
    offered(at)

    again = Steward(desk.place(at.place.token), State(language="en"))

    assert "18 rows good, 1 set aside" in str(PARTS["deliver"].draw(again))


def test_when_the_last_page_is_left_the_delivery_is_put_away(desk, tmp_path):
    place = desk.place("")
    gone = []
    place.look_on(1, lambda _: None)
    place.look_on(2, lambda _: None)
    hold = ExitStack()
    hold.callback(gone.append, "file")
    place.take(Delivery(tmp_path / "delivered", "q3.csv", 9, hold))

    place.leave(1)
    assert gone == []
    place.leave(2)

    assert gone == ["file"]
    assert place.token not in desk.places


def test_who_waits_is_told_for_whom_and_since_when(desk):
    at = steward(desk)
    at.place.work = Work(same("Laden"), step=same("Rijen controleren"), share=0.4)
    with open_warehouse(desk.programme, who="Anna"):
        at.place.work.waits_for = working_now(desk.programme)
        drawn = str(going_on(at))

    assert "Anna werkt sinds" in drawn
    assert 'value="0.40"' in drawn
    assert working_now(desk.programme) is None
    at.place.work = None
    at.place.error = BusyError(same("bezet"), where="hier", remedy=same("wacht"))
    assert "notice work busy" in str(going_on(at))


def test_a_worker_tells_a_mistake_in_words(desk):
    async def ask():
        with pytest.raises(UsageError) as mistake:
            await desk.workers.ask(
                "undo", progress=silent, begun=_nobody, load_id=99, reason="verkeerd"
            )
        await desk.workers.close()
        return mistake.value

    assert asyncio.run(ask()).what.nl == "Levering 99 bestaat niet of is al teruggenomen."


def test_a_worker_tells_a_bug_by_a_number(desk, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["work", str(desk.programme.folder)])

    told = _answered({"job": "no such job"}, io.StringIO())

    assert set(told) == {"incident"}
    assert len(told["incident"]) == 8
