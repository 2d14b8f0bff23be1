"""The filter's likelihood and score against the same model written out in full."""

import numpy as np
import pytest

from model.statistics.kalman import Cells
from model.statistics.latent_var import SIZE, Form, score, state_model, unit_scores

THETA = np.array([0.5, 0.1, 0.2, 0.6, 0.7, 0.2, 0.6, 0.8, 0.3, 0.5, 0.9, 0.1, 0.8, 0.1, -0.2])
FORMS = [Form(1, 1, True), Form(1, 1, False), Form(1, 3, True), Form(2, 3, False)]


def cells_with_gaps(units: int, periods: int) -> Cells:
    random = np.random.default_rng(5)
    seen = (random.random((periods, 2, units)) > 0.2).astype(float)
    noise = random.uniform(0.2, 0.6, seen.shape)
    return Cells(random.normal(size=seen.shape) * seen, noise, seen, seen)


def covariance_in_full(form: Form, noise: np.ndarray) -> np.ndarray:
    """Every covariance between two cells, from the state's own covariances."""
    transition, innovation, initial = state_model(THETA, form)
    periods, size = noise.shape[0], transition.shape[0]
    read = np.zeros((2, size))
    read[[0, 1], [0, 1]] = 1
    read[[0, 1], [size - 2, size - 1]] = 1
    out = np.zeros((2 * periods, 2 * periods))
    now = initial
    for t in range(periods):
        ahead = now
        for s in range(t, periods):
            block = read @ ahead @ read.T
            out[2 * s : 2 * s + 2, 2 * t : 2 * t + 2] = block
            out[2 * t : 2 * t + 2, 2 * s : 2 * s + 2] = block.T
            ahead = transition @ ahead
        now = transition @ now @ transition.T + innovation
    return out + np.diag((noise * np.exp(THETA[-2:])).ravel())


@pytest.mark.parametrize("form", FORMS)
def test_the_filter_gives_the_likelihood_of_the_full_covariance(form):
    cells = cells_with_gaps(units=35, periods=9)
    expected = 0.0
    for unit in range(35):
        seen = cells.seen[:, :, unit].ravel() > 0
        full = covariance_in_full(form, cells.noise[:, :, unit])[np.ix_(seen, seen)]
        values = cells.values[:, :, unit].ravel()[seen]
        expected -= 0.5 * np.linalg.slogdet(full)[1]
        expected -= 0.5 * values @ np.linalg.solve(full, values)
    assert score(THETA, cells, form)[0] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("form", FORMS)
def test_the_score_is_the_slope_of_the_likelihood(form):
    cells = cells_with_gaps(units=6, periods=8)
    slope = score(THETA, cells, form)[1]
    for place in range(SIZE):
        step = np.zeros(SIZE)
        step[place] = 1e-5
        rise = score(THETA + step, cells, form)[0] - score(THETA - step, cells, form)[0]
        assert slope[place] == pytest.approx(rise / 2e-5, abs=1e-6)


def test_a_seldom_measured_series_meets_a_slope_below_zero_and_none_above():
    cells = cells_with_gaps(units=6, periods=8)
    every, seldom = Form(1, 1, True), Form(1, 1, True, True, False)
    below = THETA.copy()
    below[0] = -0.1
    assert score(THETA, cells, seldom)[0] == score(THETA, cells, every)[0]
    assert score(below, cells, seldom)[0] == pytest.approx(score(below, cells, every)[0] - 2.0)
    gained = score(below, cells, seldom)[1] - score(below, cells, every)[1]
    assert gained == pytest.approx(np.eye(SIZE)[0] * 40.0)
    apart = [unit_scores(below, cells, form) for form in (every, seldom)]
    assert apart[0].tolist() == apart[1].tolist()


def test_a_process_that_never_dies_out_is_off_limits():
    theta = THETA.copy()
    theta[0] = 1.0
    assert score(theta, cells_with_gaps(units=3, periods=6), Form(1, 1, True))[0] == -np.inf
