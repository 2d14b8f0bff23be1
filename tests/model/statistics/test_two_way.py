"""Two-way fixed effects: planted coefficients, honest errors, and refusals."""

import numpy as np
import pandas as pd
import pytest
from linearmodels.panel import PanelOLS

from model.statistics.two_way import two_way_regression
from tests.model.statistics.panels import with_gaps


def panel(*, units=40, periods=8, seed=1):
    rng = np.random.default_rng(seed)
    first, second = rng.standard_normal((2, units, periods))
    # Errors that stay with a unit: only clustered errors see it.
    stay = np.cumsum(rng.standard_normal((units, periods)), axis=1)
    effects = rng.standard_normal((units, 1)) + rng.standard_normal((1, periods))
    return 0.5 * first - 0.2 * second + effects + 0.3 * stay, [first, second]


def test_planted_coefficients_are_recovered_whatever_the_effects():
    outcome, regressors = panel(units=2000)
    found = two_way_regression(outcome, regressors)
    assert found.coefficients == pytest.approx(np.array([0.5, -0.2]), abs=0.02)
    moved = two_way_regression(outcome + 100 * np.arange(8), regressors)
    assert moved.coefficients == pytest.approx(found.coefficients)
    assert (found.n_rows, found.n_units, found.n_periods) == (16000, 2000, 8)


def test_clustered_errors_are_the_spread_over_panels():
    x = np.cumsum(np.random.default_rng(5).standard_normal((60, 8)), axis=1)
    fits = [two_way_regression(panel(units=60, seed=s)[0], [x]) for s in range(120)]
    spread = np.std([fit.coefficients[0] for fit in fits])
    assert np.mean([fit.se_cluster_small[0] for fit in fits]) == pytest.approx(spread, rel=0.2)
    assert np.mean([fit.se[0] for fit in fits]) < 0.8 * spread


def test_the_small_sample_factors_only_widen():
    found = two_way_regression(*panel(units=6))
    assert (found.se_cluster < found.se_cluster_small).all()
    assert (found.se_cluster_small < found.se_cluster_stata).all()


def test_with_gaps_it_equals_linearmodels():
    outcome, regressors = panel()
    outcome, *regressors = with_gaps(outcome, *regressors, share=0.1, seed=2)
    index = pd.MultiIndex.from_product([range(40), range(8)])
    table = pd.DataFrame(
        {"y": outcome.ravel(), "a": regressors[0].ravel(), "b": regressors[1].ravel()}, index=index
    ).dropna()
    fit = PanelOLS(table["y"], table[["a", "b"]], entity_effects=True, time_effects=True).fit()
    found = two_way_regression(outcome, regressors)
    assert found.coefficients == pytest.approx(fit.params.to_numpy())
    assert found.se == pytest.approx(fit.std_errors.to_numpy())


@pytest.mark.parametrize("still", [np.ones((40, 8)), np.tile(np.arange(8.0), (40, 1))])
def test_what_does_not_move_within_units_and_periods_is_refused(still):
    outcome, _ = panel()
    found = two_way_regression(outcome, [still])
    assert not found.applicable
    assert "320 complete rows of 40 units in 8 periods" in found.note.en
    assert np.isnan(found.coefficients).all()


def test_one_unit_is_refused():
    outcome, regressors = panel(units=1)
    assert not two_way_regression(outcome, regressors).applicable
