"""What the data of its window say of a registered hypothesis."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from model.hypothesis import Hypothesis, answer, told

EXPECTED = Hypothesis(
    "H1", 1, "TRUST", "nps", "+", 2, 4, 0.25, "To choose where to begin.", "2026-Q1", "", ""
)


def judged(verdict, *, estimate=0.3, lag=2, plausible=(2, 3)):
    """A verdict, as far as a hypothesis looks at it."""
    forward = SimpleNamespace(estimate=estimate, lag=lag, plausible_lags=plausible)
    return SimpleNamespace(verdict=verdict, forward=forward)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (judged("lead"), "as_expected"),
        (judged("both"), "as_expected"),
        (judged("lead", estimate=-0.3), "opposite"),
        (judged("lead", lag=1, plausible=(1,)), "other_lag"),
        (judged("lead", lag=1, plausible=(1, 2)), "as_expected"),
        (judged("lead", lag=1, plausible=()), "other_lag"),
        (judged("reverse"), "not_found"),
        (judged("together"), "not_found"),
        (judged("none"), "not_found"),
        (judged("insufficient", estimate=float("nan")), "undecided"),
    ],
)
def test_a_verdict_answers_what_was_expected(verdict, said):
    assert answer(EXPECTED, verdict) == said


def test_a_negative_expectation_is_met_by_a_fall():
    fallen = judged("lead", estimate=-0.3)
    assert answer(replace(EXPECTED, sign="-"), fallen) == "as_expected"


def test_the_reader_is_told_since_when_over_which_lags_and_what_differs():
    lines = " ".join(line.en for line in told(EXPECTED, judged("lead", estimate=-0.3)))
    assert "as H1; only periods from Q1 2026 count" in lines
    assert "lags of 1 to 4 periods were tested together" in lines
    assert "differs from the expected +" in lines
    single = replace(EXPECTED, first_lag=1, last_lag=1)
    assert "tested together" not in " ".join(line.en for line in told(single, judged("none")))


@pytest.mark.parametrize(
    "change",
    [
        {"cause": "B"}, {"outcome": "csat"}, {"sign": "-"}, {"first_lag": 1}, {"last_lag": 5},
        {"smallest_effect": 0.3}, {"purpose": "Something else."}, {"first_period": "2026-Q2"},
        {"registered_at": "2026-01-01"}, {"registered_by": "x"}, {"afterwards": True},
        {"rival": "H2"}, {"version": 2}, {"name": "H2"},
    ],
)  # fmt: skip
def test_any_later_change_shows_in_the_hash(change):
    assert replace(EXPECTED, **change).frozen_hash != EXPECTED.frozen_hash
