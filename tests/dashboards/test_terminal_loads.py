"""What the command line says of a load."""

import pytest

from dashboards.terminal_loads import show_report, show_status
from pipelines.desk.report import LoadReport


@pytest.mark.parametrize(
    ("language", "line"),
    [("nl", "498 opgelost, 2 over, 0 nieuw"), ("en", "498 solved, 2 left, 0 new")],
)
def test_a_second_delivery_is_told_in_one_line(language, line, capsys):
    compared = {"solved": 498, "left": 2, "new": 0}
    report = LoadReport("units", "accept", 3, 3, 0, 0, 1, (), compared=compared)
    show_report(report, language, as_json=False)
    assert line in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "outcome", ["accept", "accept_warn", "quarantine", "confirm", "reject", "no_change"]
)
def test_a_check_never_says_that_anything_was_loaded(outcome, language, capsys):
    said = []
    for checked in (True, False):
        report = LoadReport("units", outcome, 5, 3, 2, 0, None, (), checked_only=checked)
        show_report(report, language, as_json=False)
        said.append(capsys.readouterr().out)
    done = {"nl": ("geladen", "apart gezet"), "en": ("loaded", "set aside")}[language]
    told = said[0].replace("nothing loaded yet", "").replace("niets geladen", "")
    told = told.replace("to set aside", "")
    assert not any(word in told for word in done)
    assert all(word in said[1] for word in done)


def test_the_status_shows_every_unit_against_every_period(capsys):
    states = {("T1", "2026-Q1"): "complete", ("T1", "2026-Q2"): "partial"}
    states |= {("T2", "2026-Q1"): "missing", ("T2", "2026-Q2"): "complete"}
    cells = [
        {"source": "survey_scores", "unit_code": unit, "period": period, "state": state}
        for (unit, period), state in states.items()
    ]
    show_status({"loads": [], "completeness": cells}, "en", as_json=False)
    lines = capsys.readouterr().out.splitlines()
    place = lines.index("survey_scores")
    assert lines[place + 1].split() == ["2026-Q1", "2026-Q2"]
    assert [line.split() for line in lines[place + 2 : place + 4]] == [
        ["T1", "■", "◧"],
        ["T2", "·", "■"],
    ]


def test_of_very_many_periods_the_latest_are_shown(capsys):
    cells = [
        {"source": "s", "unit_code": "a-unit-with-a-long-code", "period": str(year), "state": state}
        for year, state in [(1900 + n, "missing") for n in range(99)] + [(1999, "complete")]
    ]
    show_status({"loads": [], "completeness": cells}, "nl", as_json=False)
    lines = capsys.readouterr().out.splitlines()
    row = next(line for line in lines if line.startswith("a-unit-with-"))
    assert row.split()[-1] == "■"
    assert len(row.rstrip()) <= 80
