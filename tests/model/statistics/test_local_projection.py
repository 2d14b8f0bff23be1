"""The cross-lag curve: the shape it must show, its intervals, and the ends of a short panel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import solve_discrete_lyapunov

from model.statistics.local_projection import local_projections
from tests.model.statistics.panels import PERSISTENCE, latent_panel, with_gaps


def test_the_curve_runs_over_all_lags_in_order():
    x, y, _ = latent_panel("lead", units=20, periods=12, seed=1)
    assert [point.lag for point in local_projections(x, y, max_lag=3)] == [-3, -2, -1, 0, 1, 2, 3]


def test_without_measurement_error_the_curve_is_the_power_of_the_persistence():
    x, y, _ = latent_panel("lead", units=1500, periods=30, seed=1, reliability=1.0)
    phi = np.array(PERSISTENCE["lead"])
    found = {point.lag: point for point in local_projections(x, y, max_lag=3)}
    spread = np.sqrt(np.diag(solve_discrete_lyapunov(phi, np.array([[1, 0.4], [0.4, 1]]))))
    for lag in (1, 2, 3):
        true = np.linalg.matrix_power(phi, lag)[1, 0] * spread[0] / spread[1]
        assert found[lag].estimate == pytest.approx(true, abs=0.02)
        assert found[-lag].estimate == pytest.approx(0.0, abs=0.02)
    # Same period: regression of the one shock on the other, in within-unit sd.
    assert found[0].estimate == pytest.approx(0.4 * spread[0] / spread[1], abs=0.02)


def test_intervals_hold_nothing_nineteen_times_in_twenty():
    outside = []
    for seed in range(120):
        x, y, _ = latent_panel("unrelated", units=25, periods=14, seed=seed)
        outside += [p.low > 0 or p.high < 0 for p in local_projections(x, y, max_lag=2)]
    assert 0.01 <= np.mean(outside) <= 0.08


@settings(max_examples=15)
@given(scale=st.floats(0.01, 100), seed=st.integers(0, 50))
def test_scale_does_not_matter_and_turning_round_mirrors(scale, seed):
    x, y, _ = latent_panel("lead", units=10, periods=12, seed=seed)
    x, y = with_gaps(x, y, share=0.1, seed=seed)
    plain = local_projections(x, y, max_lag=2)
    scaled = local_projections(scale * x, y, max_lag=2)
    turned = local_projections(-x, y, max_lag=2)
    exchanged = {point.lag: point for point in local_projections(y, x, max_lag=2)}
    for a, b, c in zip(plain, scaled, turned, strict=True):
        assert b.estimate == pytest.approx(a.estimate, rel=1e-6)
        assert (c.estimate, c.low) == (pytest.approx(-a.estimate), pytest.approx(-a.high))
        if a.lag:
            assert exchanged[-a.lag].estimate == pytest.approx(a.estimate)


def test_lags_that_reach_beyond_the_panel_have_no_number():
    x, y, _ = latent_panel("lead", units=20, periods=6, seed=1)
    curve = {point.lag: point for point in local_projections(x, y, max_lag=4)}
    assert np.isfinite(curve[2].estimate)
    assert np.isnan([curve[4].estimate, curve[4].low, curve[4].high]).all()


@pytest.mark.parametrize("value", [3.0, np.nan])
def test_a_series_that_never_moves_has_no_curve(value):
    y = np.random.default_rng(1).standard_normal((12, 10))
    assert all(
        np.isnan(p.estimate) for p in local_projections(np.full(y.shape, value), y, max_lag=1)
    )
