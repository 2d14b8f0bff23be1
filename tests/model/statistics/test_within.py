"""The engine under the errors-in-variables test, against the textbook with whole matrices."""

import numpy as np
import pytest

from model.statistics.within import Column, fit_within
from model.statistics.within_moments import two_way_residuals
from tests.model.statistics.panels import latent_panel, with_gaps

LEAD = (Column(0, 0), Column(1, -1), Column(0, -1))


def textbook(y, x, *, var_y, var_x, periods=None):
    """Corrected normal equations with the residual maker written out; LEAD only."""
    units, n = y.shape
    keep = range(1, n) if periods is None else [p + 1 for p in periods]
    rows = [
        (i, t)
        for i in range(units)
        for t in keep
        if np.isfinite([y[i, t], y[i, t - 1], x[i, t - 1]]).all()
    ]
    counts = np.bincount([i for i, _ in rows], minlength=units)
    rows = [(i, t) for i, t in rows if counts[i] > 1]
    dummies = np.zeros((len(rows), units + n))
    for r, (i, t) in enumerate(rows):
        dummies[r, [i, units + t]] = 1
    maker = np.eye(len(rows)) - dummies @ np.linalg.pinv(dummies)
    own = np.array([y[i, t] for i, t in rows])
    past = np.array([[x[i, t - 1], y[i, t - 1]] for i, t in rows])
    gram, cross = past.T @ maker @ past, past.T @ maker @ own
    for r, (i, t) in enumerate(rows):
        gram[0, 0] -= maker[r, r] * var_x[i, t - 1]
        gram[1, 1] -= maker[r, r] * var_y[i, t - 1]
        if (i, t - 1) in rows:
            cross[1] -= maker[r, rows.index((i, t - 1))] * var_y[i, t - 1]
    return np.linalg.solve(gram, cross)


def jackknifed(y, x, **variances):
    steps = y.shape[1] - 1
    halves = [
        textbook(y, x, periods=part, **variances)
        for cut in {steps // 2, (steps + 1) // 2}
        for part in (range(cut), range(cut, steps))
    ]
    return 2 * textbook(y, x, **variances) - np.mean(halves, axis=0)


@pytest.mark.parametrize("periods", [9, 10])
@pytest.mark.parametrize("gaps", [0.0, 0.1])
def test_estimate_and_error_equal_those_with_whole_matrices(periods, gaps):
    x, y, _ = latent_panel("lead", units=9, periods=periods, seed=7, reliability=0.9)
    x, y = with_gaps(x, y, share=gaps, seed=3)
    rng = np.random.default_rng(5)
    variances = {"var_y": rng.uniform(0, 0.1, y.shape), "var_x": rng.uniform(0, 0.1, y.shape)}

    fit = fit_within((y, x), LEAD, variances=(variances["var_y"], variances["var_x"]))

    assert fit.coefficients == pytest.approx(jackknifed(y, x, **variances), abs=1e-9)
    without = [
        jackknifed(*(np.delete(part, i, axis=0) for part in (y, x)), **{
            name: np.delete(value, i, axis=0) for name, value in variances.items()
        })
        for i in range(9)
    ]  # fmt: skip
    assert fit.se == pytest.approx(np.sqrt(8 * np.var(without, axis=0)), abs=1e-9)


def test_the_errors_take_the_share_that_the_formula_of_a_full_panel_says():
    # N(R−1)(1−1/N)σ² for a regressor, −N(R−1)/R·(1−1/N)σ² between outcome and own lag.
    rng = np.random.default_rng(1)
    y, x = rng.standard_normal((2, 6, 9))
    residual = [two_way_residuals(part).ravel() for part in (y[:, 1:], x[:, :-1], y[:, :-1])]
    gram = np.array([[a @ b for b in residual] for a in residual])
    lost = 6 * 7 * (1 - 1 / 6)
    gram[1, 1] -= 0.2 * lost
    gram[2, 2] -= 0.3 * lost
    gram[0, 2] += 0.3 * lost / 8
    by_hand = np.linalg.solve(gram[1:, 1:], gram[0, 1:])
    errors = {"var_y": np.full(y.shape, 0.3), "var_x": np.full(y.shape, 0.2)}
    assert textbook(y, x, **errors) == pytest.approx(by_hand, abs=1e-10)


def test_two_way_residuals_have_no_unit_or_period_mean_left_in_spite_of_gaps():
    values, _, _ = latent_panel("lead", units=8, periods=7, seed=2)
    (values,) = with_gaps(values, share=0.2, seed=2)
    left = two_way_residuals(values)
    assert left.sum(axis=0) == pytest.approx(np.zeros(7), abs=1e-10)
    assert left.sum(axis=1) == pytest.approx(np.zeros(8), abs=1e-10)
    assert (left[np.isnan(values)] == 0).all()


def test_units_that_never_report_together_still_give_residuals():
    # Two groups of units that share no period: period effects are known within each only.
    values = np.full((6, 8), np.nan)
    values[:3, :4] = np.arange(12).reshape(3, 4) ** 1.5
    values[3:, 4:] = np.arange(12).reshape(3, 4) ** 1.3
    left = two_way_residuals(values)
    assert left.sum(axis=0) == pytest.approx(np.zeros(8), abs=1e-9)
    assert left.sum(axis=1) == pytest.approx(np.zeros(6), abs=1e-9)
