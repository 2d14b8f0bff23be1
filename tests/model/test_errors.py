"""Mistakes in three lines."""

from model.errors import RejectedError
from model.issue import Issue, safe_value
from model.text import Text


def test_a_mistake_tells_what_where_and_what_to_do():
    error = RejectedError(
        Text(nl="De score is te hoog.", en="The score is too high."),
        where="scores.csv, rij 3",
        remedy=Text(nl="verbeter de rij", en="correct the row"),
    )
    assert error.in_language("nl").splitlines() == [
        "De score is te hoog.",
        "  waar: scores.csv, rij 3",
        "  te doen: verbeter de rij",
    ]
    assert error.as_json()["error"]["fix"] == {"nl": "verbeter de rij", "en": "correct the row"}


def test_control_characters_are_shown_and_long_values_are_cut():
    assert safe_value("a\nb\x1b[31m") == "a\\u000ab\\u001b[31m"
    assert safe_value("x" * 500) == "x" * 79 + "…"


def test_a_finding_reads_in_either_language():
    issue = Issue("late", "warning", Text(nl="te laat", en="late"), Text(nl="bel", en="call"))
    moved = issue.at(row=7, column="period")
    assert moved.as_json("nl")["message"] == "te laat"
    assert moved.as_json("en")["fix"] == "call"
    assert (moved.row, moved.column, issue.row) == (7, "period", None)
