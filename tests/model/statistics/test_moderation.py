"""Does an effect grow with a moderator: found where planted, silent where not, with its MDE."""

import numpy as np
import pytest

from model.statistics.moderation import moderation
from tests.model.statistics.panels import NOISE
from tests.model.statistics.panels import moderated_panel as panel


def judged(x, y, moderator, **how):
    return moderation(x, y, moderator, var_x=NOISE**2, var_y=NOISE**2, **how)


def test_a_planted_moderator_and_the_main_effect_are_found():
    found = judged(*panel(units=300, periods=16, main=0.3, change=0.2, seed=1))
    assert found.applicable
    assert found.low < 0.2 < found.high
    assert found.main == pytest.approx(0.3, abs=0.05)
    assert found.p < 0.001
    assert found.mde < 0.1


def test_without_a_moderator_five_in_a_hundred_are_found():
    found = [
        judged(*panel(units=40, periods=12, main=0.3, change=0.0, seed=100 + n)) for n in range(200)
    ]
    wrong = sum(one.p < 0.05 for one in found)
    assert wrong <= 20  # 5 % and three standard errors
    assert wrong >= 1
    # What was drawn spreads as the standard errors say.
    spread = np.std([one.estimate for one in found])
    assert spread == pytest.approx(np.mean([one.se for one in found]), rel=0.2)


def test_the_smallest_visible_change_is_seen_in_four_of_five():
    still = (panel(units=60, periods=12, main=0.2, change=0.0, seed=900 + n) for n in range(50))
    usual = float(np.mean([judged(*one).mde for one in still]))
    found = [
        judged(*panel(units=60, periods=12, main=0.2, change=usual, seed=500 + n))
        for n in range(150)
    ]
    assert sum(one.p < 0.05 for one in found) / 150 == pytest.approx(0.8, abs=0.12)


def test_the_unit_of_the_moderator_does_not_matter_and_unknown_ones_stay_out():
    x, y, moderator = panel(units=50, periods=10, main=0.3, change=0.1, seed=7)
    whole = judged(x, y, moderator)
    assert judged(x, y, 100 - 10 * moderator).estimate == pytest.approx(-whole.estimate)
    moderator[:5] = np.nan
    part = judged(x, y, moderator)
    assert part.n_units == 45
    assert part.estimate == pytest.approx(judged(x[5:], y[5:], moderator[5:]).estimate)


@pytest.mark.parametrize("moderator", [np.full(30, 0.1), np.full(30, np.nan)])
def test_units_that_are_alike_tell_nothing(moderator):
    x, y, _ = panel(units=30, periods=10, main=0.3, change=0.1, seed=8)
    found = judged(x, y, moderator)
    assert not found.applicable
    assert "do not differ" in found.note.en
    assert np.isnan(found.mde)


def test_too_short_a_panel_is_refused_in_words():
    found = judged(*panel(units=30, periods=3, main=0.3, change=0.1, seed=9))
    assert not found.applicable
    assert "periods in a row" in found.note.en
