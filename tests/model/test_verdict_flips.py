"""What the outcome hangs on, and what it would become."""

from dataclasses import replace

import pytest

from model import verdict_words as words
from model.simulate import simulate_series
from model.statistics.error_var import error_var
from model.statistics.leave_out import LeftOut
from model.verdict_flips import flipped_by_assumption, flipped_by_one


@pytest.fixture(scope="module")
def fit():
    series = simulate_series("beliefs_lead", units=60, periods=12, seed=3)
    found = error_var(series.x, series.y, var_x=series.se_x**2, var_y=series.se_y**2)
    return _as(found, 0.001, 0.5)


def _as(fit, forward_p, reverse_p):
    return replace(
        fit,
        forward=replace(fit.forward, p=forward_p),
        reverse=replace(fit.reverse, p=reverse_p),
    )


def _without(forward_p, reverse_p):
    return LeftOut(0, 0.0, 0.0, forward_p, reverse_p, 1.0, 1.0)


def test_nothing_is_said_of_what_changes_nothing(fit):
    assert flipped_by_assumption(fit, {0.7: fit, 1.3: fit}, fit) == []
    assert flipped_by_one(fit, [_without(0.01, 0.6)], words.UNIT_FLIPS) == []


def test_each_assumption_is_named_with_what_the_outcome_becomes(fit):
    unusable = replace(fit, applicable=False)
    found = flipped_by_assumption(
        fit, {0.7: _as(fit, 0.3, 0.4), 1.3: unusable}, _as(fit, 0.01, 0.02)
    )
    assert [reason.en for reason in found] == [
        "with measurement error 0.7 times as large, the outcome becomes ‘no order found’",
        "with measurement error 1.3 times as large, the outcome becomes ‘not to be computed’",
        "with another assumption about how the series began, the outcome becomes ‘both directions’",
    ]
    assert "0,7 keer" in found[0].nl


def test_every_other_outcome_without_one_is_named_once(fit):
    left_out = [_without(0.01, 0.6), _without(0.001, 0.03), _without(0.2, 0.2), _without(0.3, 0.3)]
    (reason,) = flipped_by_one(fit, left_out, words.PERIOD_FLIPS)
    assert reason.nl == (
        "de uitkomst hangt op één periode: zonder haar wordt zij ‘beide richtingen’ of "
        "‘geen volgorde gevonden’"
    )
