"""Future beliefs must not explain the past, unless customers went first."""

import numpy as np
import pytest

from model.statistics.placebo import placebo_future
from tests.model.statistics.panels import latent_panel


def share_significant(kind, programmes=40):
    found = []
    for seed in range(programmes):
        x, y, variance = latent_panel(kind, units=80, periods=16, seed=seed)
        found.append(placebo_future(x, y, var_x=variance, var_y=variance).p < 0.05)
    return np.mean(found)


@pytest.mark.parametrize("kind", ["unrelated", "together", "lead"])
def test_the_placebo_is_silent_when_customers_do_not_lead(kind):
    assert share_significant(kind) <= 0.125


def test_the_placebo_speaks_when_customers_lead():
    assert share_significant("reverse") >= 0.7


def test_a_short_panel_is_refused():
    x, y, variance = latent_panel("lead", units=80, periods=5, seed=1)
    found = placebo_future(x, y, var_x=variance, var_y=variance)
    assert not found.applicable
    assert found.note.en.startswith("not applicable, because")
