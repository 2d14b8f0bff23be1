"""Turning points and aligned curves: what is planted is found, and noise is not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.statistics.aligned import aligned_trajectories, turning_points


def bent(at, *, periods=16, noise=0.1, slope=1.0, seed=1):
    """One series per given period, flat until it and rising after."""
    rng = np.random.default_rng(seed)
    time = np.arange(periods)
    at = np.asarray(at)[:, None]
    return slope * np.maximum(time - at, 0) + noise * rng.standard_normal((len(at), periods))


def test_planted_turns_and_their_order_are_found():
    found = turning_points(bent([5, 6, 7, 8, 9]), bent([7, 8, 9, 8, 7], seed=2))
    assert found.turn_x == pytest.approx(np.array([5, 6, 7, 8, 9]), abs=1)
    assert (found.n_both, found.n_y_first) == (5, 1)
    assert found.n_x_first + found.n_same == 4
    assert found.median_lead == pytest.approx(2, abs=1)
    assert found.applicable


def test_noise_alone_seldom_turns():
    noise = np.random.default_rng(1).standard_normal((400, 16))
    assert np.isfinite(turning_points(noise, noise).turn_x).mean() < 0.15


def test_a_straight_line_has_no_turn():
    line = np.arange(12.0)[None] * np.ones((3, 1))
    found = turning_points(line, 0 * line)
    assert np.isnan(found.turn_x).all()
    assert np.isnan(found.turn_y).all()
    assert np.isnan(found.median_lead)
    assert found.note.en == ("not applicable, because only 0 units show a clear turn; 3 are needed")


def test_gaps_are_stepped_over_and_short_series_left_out():
    x = bent([8, 8, 8], noise=0.01)
    x[0, [2, 9, 12]] = np.nan
    x[1, 5:] = np.nan
    found = turning_points(x, x)
    assert found.turn_x == pytest.approx(np.array([8, np.nan, 8]), abs=1, nan_ok=True)
    assert found.n_same == 2
    assert not found.applicable


@settings(max_examples=20)
@given(scale=st.floats(0.01, 100), shift=st.floats(-10, 10), seed=st.integers(0, 50))
def test_scale_and_direction_do_not_move_a_turn(scale, shift, seed):
    x = bent([5, 7, 9], seed=seed)
    plain = turning_points(x, x).turn_x
    for other in (scale * x + shift, -x):
        assert turning_points(other, x).turn_x == pytest.approx(plain, nan_ok=True)
    mirrored = turning_points(x[:, ::-1], x).turn_x
    assert 15 - mirrored == pytest.approx(plain, nan_ok=True)


def test_curves_lie_over_each_other_at_the_turn_of_beliefs():
    x, y = bent([5, 7, 9, 10], noise=0.01), bent([7, 9, 11, 12], noise=0.01, seed=2)
    found = aligned_trajectories(x, y, reach=4)
    assert list(found.offset) == list(range(-4, 5))
    assert found.x.shape == found.y.shape == (4, 9)
    assert list(found.unit) == [0, 1, 2, 3]
    # Beliefs rise from the turn on, the customer score two periods later.
    assert np.diff(found.mean_x)[4:].min() > 5 * abs(np.diff(found.mean_x)[:3]).max()
    assert abs(np.diff(found.mean_y)[:5]).max() < 0.1 * np.diff(found.mean_y)[6:].min()
    assert (found.n == 4).all()


def test_a_turn_downward_is_shown_upward_with_its_customers_along():
    x, y = bent([5, 7, 9], noise=0.01), bent([7, 9, 11], noise=0.01, seed=2)
    sign = np.array([[1.0], [-1.0], [1.0]])
    up, mixed = (
        aligned_trajectories(x, y, reach=3),
        aligned_trajectories(sign * x, sign * y, reach=3),
    )
    assert mixed.y[1] - up.y[1] == pytest.approx(np.zeros(7), abs=0.9)
    assert np.diff(mixed.mean_x)[-1] > 0


def test_beyond_the_panel_curves_have_no_value():
    found = aligned_trajectories(bent([3, 3, 12]), bent([3, 3, 12]), reach=6)
    assert np.isnan(found.x[0, 0])
    assert np.isnan(found.x[2, -1])
    assert found.n[0] == 1


def test_a_reach_of_nothing_shows_the_turn_alone():
    assert aligned_trajectories(bent([5, 7, 9]), bent([5, 7, 9]), reach=0).x.shape == (3, 1)


def test_nothing_delivered_or_nothing_moving_gives_no_picture():
    nothing = np.full((4, 12), np.nan)
    found = aligned_trajectories(nothing, nothing, reach=2)
    assert not found.applicable
    assert found.x.shape == (0, 5)
    assert np.isnan(found.mean_x).all()
    still = aligned_trajectories(bent([5, 7, 9]), np.zeros((3, 16)), reach=2)
    assert (still.y == 0).all()
