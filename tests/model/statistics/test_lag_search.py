"""How long beliefs went before: the lag that is found, and how sure it is."""

from dataclasses import replace

import numpy as np
import pytest

from model.latent_process import process_of
from model.simulate import simulate_series
from model.statistics.error_var import error_var
from model.statistics.lag_search import lag_search


def searched(scenario, *, lag=1, units=150, periods=16, direction="forward", window=6, seed=1):
    process = replace(process_of(scenario, effect=0.4), lag=lag)
    series = simulate_series(scenario, units=units, periods=periods, seed=seed, process=process)
    fit = error_var(series.x, series.y, var_x=series.se_x**2, var_y=series.se_y**2).fit
    return lag_search(fit, direction, window=window)


@pytest.mark.parametrize("lag", [1, 2, 3, 6])
def test_a_true_lag_is_found_and_lies_in_its_confidence_set(lag):
    found = searched("beliefs_lead", lag=lag)
    assert found.lag == lag
    assert lag in found.plausible
    assert found.p < 0.001
    assert found.estimates[lag - 1] == pytest.approx(0.4, abs=0.12)


def test_the_reverse_direction_is_searched_as_well():
    found = searched("customers_lead", lag=3, direction="reverse")
    assert found.lag == 3
    assert found.p < 0.001


def test_without_a_lead_no_lag_stands_out():
    found = searched("together", units=60, periods=12)
    assert found.p > 0.05
    assert len(found.plausible) > 2


def test_looking_at_more_lags_costs_some_certainty():
    one = searched("nothing", units=30, periods=12, window=1)
    assert one.lags == (1,)
    many = searched("nothing", units=30, periods=12, window=6)
    assert many.p >= min(1.0, one.p) * 0.99 or np.abs(many.roots).max() > np.abs(one.roots).max()


def test_a_window_longer_than_half_the_periods_is_cut():
    assert searched("nothing", units=20, periods=8, window=9).lags == (1, 2, 3, 4)
