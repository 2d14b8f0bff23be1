"""The covariance of a latent process, and what it costs to leave a lead out."""

import numpy as np
import pytest
from scipy import optimize

from model.statistics.latent_moments import LatentProcess, covariance, noncentrality

ERRORS = np.array([0.4, 0.2])


def process(effect=0.25, persistence=(0.6, 0.4), association=0.4):
    return LatentProcess.of(effect=effect, persistence=persistence, association=association)


def test_the_covariance_is_that_of_simulated_units():
    rng = np.random.default_rng(1)
    parameters = process().parameters
    phi, units = parameters[:4].reshape(2, 2), 60_000
    innovations = np.array([[parameters[4], parameters[5]], [parameters[5], parameters[6]]])
    now = rng.standard_normal((units, 2))
    root, scores = np.linalg.cholesky(innovations), []
    levels = rng.standard_normal((units, 2)) @ np.linalg.cholesky([[1, 0.3], [0.3, 1]]).T
    for period in range(34):
        now = now @ phi.T + rng.standard_normal((units, 2)) @ root.T
        if period >= 30:
            scores.append(now + levels + rng.standard_normal((units, 2)) * np.sqrt(ERRORS))
    seen = np.cov(np.concatenate(scores, axis=1), rowvar=False)
    assert covariance(parameters, periods=4, errors=ERRORS) == pytest.approx(seen, abs=0.04)


def test_the_long_run_variance_within_units_is_one():
    whole = covariance(process().parameters, periods=5, errors=np.zeros(2))
    # One of the unit's level and one of its movement.
    assert np.diag(whole) == pytest.approx(np.full(10, 2.0))


def test_innovations_correlate_as_asked():
    q_xx, q_xy, q_yy = process(association=-0.3).parameters[4:7]
    assert q_xy / np.sqrt(q_xx * q_yy) == pytest.approx(-0.3)


def test_an_effect_too_large_for_its_persistence_has_no_process():
    assert process(effect=0.9, persistence=(0.9, 0.9)) is None


def test_no_effect_costs_nothing_and_a_larger_one_more():
    cost = [noncentrality(process(effect=e), periods=8, errors=ERRORS) for e in (0, 0.1, 0.2, 0.3)]
    assert cost[0] == pytest.approx(0.0, abs=1e-9)
    assert (np.diff(cost) > 0).all()
    # Near nil the cost is quadratic: the squared effect over its asymptotic variance.
    small = noncentrality(process(effect=0.01), periods=8, errors=ERRORS)
    assert small == pytest.approx(cost[1] / 100, rel=0.05)


def test_the_nearest_process_without_effect_is_a_minimum():
    true = covariance(process().parameters, periods=4, errors=ERRORS)

    def distance(free):
        parameters = np.insert(free, 2, 0.0)
        if np.abs(np.linalg.eigvals(parameters[:4].reshape(2, 2))).max() >= 1:
            return 10.0
        here = covariance(parameters, periods=4, errors=ERRORS)
        if np.linalg.eigvalsh(here)[0] <= 0:
            return 10.0
        return np.linalg.slogdet(here)[1] + np.trace(np.linalg.solve(here, true))

    start = np.delete(process().parameters, 2)
    best = optimize.minimize(distance, start, method="Nelder-Mead", options={"maxfev": 20_000})
    least = best.fun - np.linalg.slogdet(true)[1] - 8
    found = noncentrality(process(), periods=4, errors=ERRORS)
    assert found == pytest.approx(least, rel=0.02)
    assert found <= least + 1e-9


@pytest.mark.parametrize(
    "asked",
    [
        {"effect": 0.7, "persistence": (0.2, 0.2)},
        {"effect": -0.5, "persistence": (0.5, 0.5)},
        {"effect": 0.35, "persistence": (0.9, 0.5)},
    ],
)
def test_far_from_nil_the_search_still_ends(asked):
    found = noncentrality(process(**asked), periods=8, errors=ERRORS)
    assert 0.05 < found < 5
