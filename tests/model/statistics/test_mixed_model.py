"""The mixed model: planted variances, analysis of variance, and the borders."""

import numpy as np
import pytest

from model.statistics.agreement import unit_icc
from model.statistics.mixed_model import mixed_model


def teams(*, between, sizes, seed=1):
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(len(sizes)), sizes)
    level = np.sqrt(between) * rng.standard_normal(len(sizes))
    return level[unit] + rng.standard_normal(unit.size), unit


def test_planted_variances_and_effects_are_recovered():
    scores, unit = teams(between=0.5, sizes=np.tile([3, 8, 20], 300))
    tenure = np.random.default_rng(2).standard_normal(unit.size)
    design = np.column_stack([np.ones(unit.size), tenure])
    found = mixed_model(scores + 2 + 0.3 * tenure, unit, design=design)
    assert found.between[0, 0] == pytest.approx(0.5, abs=0.08)
    assert found.within == pytest.approx(1.0, abs=0.04)
    assert found.fixed == pytest.approx(np.array([2.0, 0.3]), abs=0.08)
    assert (np.abs(found.fixed - [2.0, 0.3]) < 3 * found.se).all()


def test_units_of_one_size_give_the_analysis_of_variance():
    scores, unit = teams(between=2.0, sizes=np.full(12, 6))
    assert mixed_model(scores, unit).icc == pytest.approx(unit_icc(scores, unit).icc1, abs=1e-6)


def test_the_likelihood_is_that_of_the_whole_covariance():
    scores, unit = teams(between=0.5, sizes=[2, 5, 4, 7])
    found = mixed_model(scores, unit)
    covariance = found.within * np.eye(18) + found.between[0, 0] * (unit[:, None] == unit)
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


def slopes_of_their_own(*, units, size, seed=1):
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(units), size)
    spread = np.array([[0.6, 0.2], [0.2, 0.3]])
    own = rng.standard_normal((units, 2)) @ np.linalg.cholesky(spread).T
    x = rng.standard_normal(unit.size)
    scores = 1 + 0.4 * x + own[unit, 0] + own[unit, 1] * x + rng.standard_normal(unit.size)
    return scores, unit, x, spread


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_planted_slopes_are_recovered(method):
    scores, unit, x, spread = slopes_of_their_own(units=1500, size=8)
    design = np.column_stack([np.ones(x.size), x])
    found = mixed_model(scores, unit, design=design, slopes=x[:, None], method=method)
    assert found.fixed == pytest.approx(np.array([1.0, 0.4]), abs=0.06)
    assert found.between == pytest.approx(spread, abs=0.06)
    assert found.within == pytest.approx(1.0, abs=0.04)
    assert found.n_parameters == 6


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_with_slopes_the_likelihood_is_that_of_the_whole_covariance_and_a_top(method):
    scores, unit, x, _ = slopes_of_their_own(units=20, size=8)
    design = np.column_stack([np.ones(x.size), x])
    found = mixed_model(scores, unit, design=design, slopes=x[:, None], method=method)

    def by_hand(between, within):
        same = unit[:, None] == unit
        covariance = within * np.eye(160) + same * (design @ between @ design.T)
        inverse = np.linalg.inv(covariance)
        bread = design.T @ inverse @ design
        rest = scores - design @ np.linalg.solve(bread, design.T @ inverse @ scores)
        deviance = np.linalg.slogdet(covariance)[1] + rest @ inverse @ rest
        if method == "reml":
            return -0.5 * (deviance + np.linalg.slogdet(bread)[1] + 158 * np.log(2 * np.pi))
        return -0.5 * (deviance + 160 * np.log(2 * np.pi))

    assert found.log_likelihood == pytest.approx(by_hand(found.between, found.within))
    for nudge in np.eye(4):
        for way in (-1e-3, 1e-3):
            a, b, c, within = way * nudge
            moved = found.between + np.array([[a, b], [b, c]])
            assert by_hand(moved, found.within + within) < found.log_likelihood


def test_a_slope_measured_in_other_units_rescales_its_variance():
    scores, unit, x, _ = slopes_of_their_own(units=40, size=6)
    one, other = (mixed_model(scores, unit, slopes=s * x[:, None]) for s in (1.0, 1000.0))
    assert other.log_likelihood == pytest.approx(one.log_likelihood)
    assert 1e6 * other.between[1, 1] == pytest.approx(one.between[1, 1], rel=1e-5)


def test_level_and_slope_may_be_held_uncorrelated():
    scores, unit, x, _ = slopes_of_their_own(units=40, size=6)
    free, held = (
        mixed_model(scores, unit, slopes=x[:, None], is_correlated=correlated, method="ml")
        for correlated in (True, False)
    )
    assert held.between[0, 1] == held.between[1, 0] == 0
    assert held.n_parameters == free.n_parameters - 1
    assert held.log_likelihood < free.log_likelihood


def test_full_likelihood_gives_smaller_variances_than_restricted():
    scores, unit = teams(between=0.5, sizes=[4, 5, 4, 7])
    restricted, full = (mixed_model(scores, unit, method=method) for method in ("reml", "ml"))
    assert full.between[0, 0] < restricted.between[0, 0]
    assert full.aic == pytest.approx(6 - 2 * full.log_likelihood)
    assert full.bic == pytest.approx(3 * np.log(20) - 2 * full.log_likelihood)


def test_units_in_which_all_agree_are_refused():
    found = mixed_model(np.array([1.0, 1.0, 3.0, 3.0, 2.0, 2.0]), np.repeat([1, 2, 3], 2))
    assert not found.applicable
    assert "the answers do not differ" in found.note.en
    assert np.isnan(found.between).all()


@pytest.mark.parametrize("name", ["design", "slopes"])
@pytest.mark.parametrize("still", [0.0, 3.0])
def test_variables_that_repeat_each_other_are_refused(name, still):
    scores, unit = teams(between=0.5, sizes=[4, 5, 4, 7])
    column = np.full((20, 1), still)
    variables = column if name == "slopes" else np.hstack([np.ones((20, 1)), column])
    found = mixed_model(scores, unit, **{name: variables})
    assert "repeat each other" in found.note.en


def test_slopes_need_more_answers_than_levels_and_slopes():
    scores, unit, x, _ = slopes_of_their_own(units=6, size=2)
    assert mixed_model(scores, unit).applicable
    assert "12 answers from 6 units" in mixed_model(scores, unit, slopes=x[:, None]).note.en


def test_units_that_do_not_differ_have_no_variance_between_them():
    scores, unit = np.tile([1.0, 3.0, 2.0], 6), np.repeat(np.arange(6), 3)
    found = mixed_model(scores, unit)
    assert (found.between[0, 0], found.icc) == (0.0, 0.0)
    assert found.within == pytest.approx(scores.var(ddof=1))


def test_answers_not_given_do_not_count():
    scores, unit = teams(between=0.5, sizes=[2, 5, 4, 7])
    scores[[0, 9]] = np.nan
    known = np.isfinite(scores)
    assert mixed_model(scores, unit).icc == mixed_model(scores[known], unit[known]).icc


@pytest.mark.parametrize("unit", [[1, 1, 1], [1, 2, 3]])
def test_too_few_units_or_answers_are_refused(unit):
    found = mixed_model(np.array([1.0, 2.0, 4.0]), np.array(unit))
    assert not found.applicable
    assert found.note.nl.startswith("niet toepasbaar, want er zijn 3 antwoorden uit")
    assert np.isnan(found.fixed).all()
