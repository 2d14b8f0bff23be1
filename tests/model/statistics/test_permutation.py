"""The gate: every shuffle by hand, exactness under the null, power, gaps and refusals."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.statistics.permutation import permutation_gate
from model.statistics.within_moments import two_way_residuals
from tests.model.statistics.panels import latent_panel, with_gaps


def by_hand(x, y, max_lag):
    """Largest standardised cross-product of the data and of every possible shuffle."""
    x, y = two_way_residuals(x), two_way_residuals(y)
    units, periods = x.shape
    largest = []
    for order in itertools.permutations(range(units)):
        over_lags = []
        for lag in range(-max_lag, max_lag + 1):
            pairs = [
                (x[i, t - lag], y[order[i], t])
                for i in range(units)
                for t in range(periods)
                if 0 <= t - lag < periods
            ]
            a, b = np.array(pairs).T
            over_lags.append(abs(a @ b) / np.sqrt(a**2 @ b**2))
        largest.append(max(over_lags))
    return np.array(largest)  # the identity comes first


def test_p_is_the_share_of_all_shuffles_that_relate_as_strongly():
    x, y, _ = latent_panel("together", units=6, periods=7, seed=4)
    every = by_hand(x, y, 2)
    found = permutation_gate(x, y, max_lag=2, draws=20_000, seed=1)
    assert found.statistic == pytest.approx(every[0])
    assert found.p == pytest.approx(np.mean(every >= every[0] * (1 - 1e-9)), abs=0.012)


@pytest.mark.parametrize("share", [0.0, 0.2])
def test_unrelated_series_pass_one_time_in_twenty(share):
    passed = 0
    for seed in range(200):
        x, y, _ = latent_panel("unrelated", units=12, periods=10, seed=seed)
        x, y = with_gaps(x, y, share=share, seed=seed)
        passed += permutation_gate(x, y, max_lag=3, draws=99, seed=seed).p <= 0.05
    assert passed <= 18  # 10 expected; 18 is the 99th percentile


def test_units_that_come_and_go_do_not_make_a_relation():
    passed = 0
    for seed in range(200):
        x, y, _ = latent_panel("unrelated", units=30, periods=16, seed=seed)
        for series in (x, y):
            series[:15, 8:] = np.nan
            series[15:, :8] = np.nan
        passed += permutation_gate(x, y, max_lag=3, draws=99, seed=seed).p <= 0.05
    assert passed <= 18


@pytest.mark.parametrize("kind", ["together", "lead", "reverse"])
def test_related_series_pass(kind):
    x, y, _ = latent_panel(kind, units=60, periods=16, seed=1)
    assert permutation_gate(x, y, max_lag=4).p <= 0.01


def test_the_lag_of_a_copied_history_is_found_on_its_own_side():
    x = np.random.default_rng(1).standard_normal((40, 20))
    later = np.roll(x, 2, axis=1)
    assert permutation_gate(x, later, max_lag=4).lag == 2
    assert permutation_gate(later, x, max_lag=4).lag == -2


@settings(max_examples=25)
@given(a=st.sampled_from([-30.0, -1.0, 0.01, 7.0]), b=st.floats(-5, 5), seed=st.integers(0, 99))
def test_scale_direction_and_levels_do_not_matter(a, b, seed):
    x, y, _ = latent_panel("together", units=9, periods=8, seed=seed)
    level = np.random.default_rng(seed).standard_normal((9, 1))
    plain = permutation_gate(x, y, max_lag=2, draws=99)
    other = permutation_gate(a * x + b + level, y, max_lag=2, draws=99)
    assert other.p == plain.p
    assert other.statistic == pytest.approx(plain.statistic)


def test_same_seed_same_answer():
    x, y, _ = latent_panel("unrelated", units=20, periods=10, seed=3)
    assert permutation_gate(x, y, max_lag=2, seed=5) == permutation_gate(x, y, max_lag=2, seed=5)


def test_more_units_than_one_block_are_counted_once_each():
    x, y, _ = latent_panel("together", units=70, periods=10, seed=3)
    a, b = two_way_residuals(x), two_way_residuals(y)
    expected = abs((a * b).sum()) / np.sqrt((a**2 * b**2).sum())
    assert permutation_gate(x, y, max_lag=0).statistic == pytest.approx(expected)


def test_lags_that_leave_fewer_than_three_periods_are_not_looked_at():
    x, y, _ = latent_panel("together", units=12, periods=5, seed=3)
    assert permutation_gate(x, y, max_lag=9) == permutation_gate(x, y, max_lag=2)


def test_a_lag_at_which_no_scores_meet_shows_no_relation():
    x, y, _ = latent_panel("unrelated", units=12, periods=12, seed=3)
    x[:, 1::2] = np.nan
    y[:, ::2] = np.nan
    assert permutation_gate(x, y, max_lag=0).p == 1.0


def test_too_few_units_or_periods_are_refused():
    x, y, _ = latent_panel("lead", units=4, periods=12, seed=3)
    few = permutation_gate(x, y, max_lag=2)
    assert (few.applicable, few.draws) == (False, 0)
    assert np.isnan(few.p)
    assert few.note.en.startswith("not applicable, because only 4 units have both series")
    assert few.note.nl.startswith("niet toepasbaar, want maar 4 eenheden")
    assert not permutation_gate(np.ones((9, 2)), np.ones((9, 2)), max_lag=1).applicable
