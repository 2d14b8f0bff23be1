"""Agreement within units and differences between them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.statistics.agreement import (
    average_deviation,
    ceiling_share,
    r_wg,
    r_wg_j,
    rater_icc,
    unit_icc,
)


def teams(*, share_between, units=40, size=12, seed=1):
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(units), size)
    between = rng.standard_normal(units)[unit] * np.sqrt(share_between)
    return between + rng.standard_normal(unit.size) * np.sqrt(1 - share_between), unit


def test_the_planted_share_between_units_is_recovered():
    scores, unit = teams(share_between=0.2, units=2000)
    found = unit_icc(scores, unit)
    assert found.icc1 == pytest.approx(0.2, abs=0.02)
    assert found.icc2 == pytest.approx(12 * 0.2 / (1 + 11 * 0.2), abs=0.02)
    assert (found.k, found.n_units, found.n) == (12, 2000, 24_000)


def test_the_interval_holds_the_truth_nineteen_times_in_twenty():
    found = [unit_icc(*teams(share_between=0.2, seed=s)) for s in range(300)]
    assert 0.92 <= np.mean([f.low < 0.2 < f.high for f in found]) <= 0.98


@settings(max_examples=25)
@given(seed=st.integers(0, 99), scale=st.floats(0.1, 10), shift=st.floats(-9, 9))
def test_scale_direction_and_names_of_units_do_not_matter(seed, scale, shift):
    scores, unit = teams(share_between=0.3, units=8, size=5, seed=seed)
    plain = unit_icc(scores, unit)
    for other in (unit_icc(-scale * scores + shift, unit), unit_icc(scores, 100 - unit)):
        assert other.icc1 == pytest.approx(plain.icc1)
        assert other.p == pytest.approx(plain.p)


def test_full_agreement_in_different_units_is_one_and_equal_units_are_below_nil():
    agree = unit_icc(np.repeat([1.0, 2.0, 4.0], 4), np.repeat([1, 2, 3], 4))
    assert agree.icc1 == pytest.approx(1.0)
    alike = unit_icc(np.tile([1.0, 3.0], 6), np.repeat([1, 2, 3], 4))
    assert alike.icc1 < 0
    assert alike.icc2 == -np.inf
    assert alike.p == 1.0


@pytest.mark.parametrize(
    ("scores", "unit", "why"),
    [
        ([1.0, 2.0], [1, 1], "1 units with 2 answers"),
        ([1.0, 2.0], [1, 2], "2 units with 2 answers"),
        ([np.nan], [1], "0 units with 0 answers"),
        ([3.0, 3.0, 3.0], [1, 1, 2], "everybody gave the same answer"),
    ],
)
def test_what_cannot_be_told_is_refused(scores, unit, why):
    found = unit_icc(np.array(scores), np.array(unit))
    assert not found.applicable
    assert why in found.note.en
    assert np.isnan([found.icc1, found.icc2, found.p]).all()


def test_agreement_by_hand():
    scores = np.array([3.0, 3.0, 2.0, 4.0, 1.0, 5.0, 1.0, 5.0, 4.0, np.nan])
    unit = np.array([1, 1, 2, 2, 3, 3, 3, 3, 4, 4])
    # Chance on five points has variance 2; unit 2 has variance 2 as well, unit 3 more.
    found = r_wg(scores, unit, points=5)
    assert found == pytest.approx(np.array([1.0, 0.0, 0.0, np.nan]), nan_ok=True)


@given(st.lists(st.integers(1, 5), min_size=2, max_size=20).map(lambda a: np.array(a, float)))
def test_turning_the_scale_round_changes_nothing(scores):
    unit = np.zeros(scores.size, int)
    assert r_wg(6 - scores, unit, points=5) == pytest.approx(r_wg(scores, unit, points=5))


def test_more_items_agree_better_than_one_and_one_item_is_one():
    rng = np.random.default_rng(1)
    items, unit = rng.integers(2, 5, (40, 3)).astype(float), np.repeat(np.arange(8), 5)
    assert r_wg_j(items[:, :1], unit, points=5) == pytest.approx(r_wg(items[:, 0], unit, points=5))
    one = 1 - items[:5].var(axis=0, ddof=1).mean() / 2
    assert r_wg_j(items, unit, points=5)[0] == pytest.approx(3 * one / (3 * one + 1 - one))


def test_a_skewed_chance_leaves_less_agreement():
    scores, unit = np.array([3.0, 3.0, 2.0, 4.0]), np.zeros(4, int)
    variance = 2 / 3
    assert r_wg(scores, unit, points=5, chance_variance=1.34) == pytest.approx(1 - variance / 1.34)


def test_average_deviation_by_hand():
    scores = np.array([1.0, 2.0, 6.0, 4.0, 4.0, np.nan, 5.0, np.nan])
    unit = np.array([1, 1, 1, 2, 2, 2, 3, 3])
    around_mean = average_deviation(scores, unit)
    assert around_mean == pytest.approx(np.array([2.0, 0.0, np.nan]), nan_ok=True)
    around_median = average_deviation(scores, unit, around="median")
    assert around_median == pytest.approx(np.array([5 / 3, 0.0, np.nan]), nan_ok=True)
    two = average_deviation(np.column_stack([scores, 4 + 0 * scores]), unit)
    assert two == pytest.approx(around_mean / 2, nan_ok=True)


def test_raters_who_differ_in_level_only_agree_on_order():
    ratings = np.arange(6.0)[:, None] + np.array([0.0, 3.0, -2.0])
    ratings += np.random.default_rng(1).standard_normal((6, 3)) * 1e-3
    found = rater_icc(ratings)
    assert found["ICC3"].icc == pytest.approx(1.0, abs=1e-4)
    assert found["ICC2"].icc < 0.6


def test_the_fuller_end_of_the_scale_is_told():
    assert ceiling_share(np.array([1.0, 5.0, 5.0, 3.0, np.nan]), low=1, high=5) == 0.5
    assert ceiling_share(np.array([1.0, 1.0, 1.0, 3.0]), low=1, high=5) == 0.75
    assert np.isnan(ceiling_share(np.array([np.nan]), low=1, high=5))
