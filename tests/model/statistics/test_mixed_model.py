"""The mixed model: planted variances, analysis of variance, and the borders."""

import numpy as np
import pytest

from model.statistics.agreement import unit_icc
from model.statistics.mixed_model import random_intercept


def teams(*, between, sizes, seed=1):
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(len(sizes)), sizes)
    level = np.sqrt(between) * rng.standard_normal(len(sizes))
    return level[unit] + rng.standard_normal(unit.size), unit


def test_planted_variances_and_effects_are_recovered():
    scores, unit = teams(between=0.5, sizes=np.tile([3, 8, 20], 300))
    tenure = np.random.default_rng(2).standard_normal(unit.size)
    design = np.column_stack([np.ones(unit.size), tenure])
    found = random_intercept(scores + 2 + 0.3 * tenure, unit, design=design)
    assert found.between == pytest.approx(0.5, abs=0.08)
    assert found.within == pytest.approx(1.0, abs=0.04)
    assert found.fixed == pytest.approx(np.array([2.0, 0.3]), abs=0.08)
    assert (np.abs(found.fixed - [2.0, 0.3]) < 3 * found.se).all()


def test_units_of_one_size_give_the_analysis_of_variance():
    scores, unit = teams(between=2.0, sizes=np.full(12, 6))
    assert random_intercept(scores, unit).icc == pytest.approx(
        unit_icc(scores, unit).icc1, abs=1e-6
    )


def test_the_likelihood_is_that_of_the_whole_covariance():
    scores, unit = teams(between=0.5, sizes=[2, 5, 4, 7])
    found = random_intercept(scores, unit)
    covariance = found.within * np.eye(18) + found.between * (unit[:, None] == unit)
    inverse, ones = np.linalg.inv(covariance), np.ones(18)
    rest = scores - found.fixed[0]
    by_hand = -0.5 * (
        17 * np.log(2 * np.pi)
        + np.linalg.slogdet(covariance)[1]
        + np.log(ones @ inverse @ ones)
        + rest @ inverse @ rest
    )
    assert found.log_likelihood == pytest.approx(by_hand)
    assert found.se[0] == pytest.approx(1 / np.sqrt(ones @ inverse @ ones))


def test_units_that_do_not_differ_have_no_variance_between_them():
    scores, unit = np.tile([1.0, 3.0, 2.0], 6), np.repeat(np.arange(6), 3)
    found = random_intercept(scores, unit)
    assert (found.between, found.icc) == (0.0, 0.0)
    assert found.within == pytest.approx(scores.var(ddof=1))


def test_answers_not_given_do_not_count():
    scores, unit = teams(between=0.5, sizes=[2, 5, 4, 7])
    scores[[0, 9]] = np.nan
    known = np.isfinite(scores)
    assert random_intercept(scores, unit).icc == random_intercept(scores[known], unit[known]).icc


@pytest.mark.parametrize("unit", [[1, 1, 1], [1, 2, 3]])
def test_too_few_units_or_answers_are_refused(unit):
    found = random_intercept(np.array([1.0, 2.0, 4.0]), np.array(unit))
    assert not found.applicable
    assert found.note.nl.startswith("niet toepasbaar, want er zijn 3 antwoorden uit")
    assert np.isnan(found.fixed).all()
