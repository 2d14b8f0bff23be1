"""Each diagnostic fires on what it is for, and rarely on what is pure chance."""

from dataclasses import replace

import numpy as np
import pytest

from model.latent_process import process_of
from model.simulate import simulate_series
from model.statistics.common_shock import common_shock
from model.statistics.diagnostic import LEVEL
from model.statistics.error_var import error_var
from model.statistics.long_memory import later_lag, own_memory
from model.statistics.surprises import surprises
from model.statistics.unequal_persistence import unequal_persistence

SHAPE = (40, 12, 2)


def chance(seed):
    return np.random.default_rng(seed).standard_normal(SHAPE)


def everywhere(values):
    return np.ones(values.shape, dtype=bool)


def shaken(seed):
    """Surprises with one shock in both series that units feel in different strength."""
    random = np.random.default_rng([seed, 1])
    felt = random.standard_normal((SHAPE[0], 1, 1)) * random.standard_normal((1, SHAPE[1], 1))
    return chance(seed) + felt


def echoed(seed, *, of):
    """Surprises that come back two periods later, in the series itself or in the other one."""
    values = chance(seed)
    values[:, 2:] += 0.3 * values[:, :-2, :: -1 if of == "other" else 1]
    return values


@pytest.mark.parametrize(
    "fires",
    [lambda u: common_shock(u, everywhere(u)), own_memory, later_lag],
    ids=["common_shock", "own_memory", "later_lag"],
)
def test_pure_chance_rarely_fires(fires):
    fired = np.mean([fires(chance(seed)).fired for seed in range(300)])
    assert fired <= LEVEL + 3 * np.sqrt(LEVEL / 300)


def test_a_shock_felt_unequally_fires():
    assert all(common_shock(values, everywhere(values)).fired for values in map(shaken, range(5)))


def test_gaps_do_not_hide_a_shock_and_do_not_make_one():
    seen = np.random.default_rng(9).random(SHAPE) > 0.2
    assert common_shock(np.where(seen, shaken(1), 0.0), seen).fired
    assert not common_shock(np.where(seen, chance(1), 0.0), seen).fired


def test_an_echo_in_the_series_itself_is_told_from_one_in_the_other():
    own, other = echoed(2, of="itself"), echoed(2, of="other")
    assert own_memory(own).fired
    assert not later_lag(own).fired
    assert later_lag(other).fired
    assert not own_memory(other).fired


def test_too_little_to_look_at_gives_no_number():
    still = np.zeros(SHAPE)
    assert np.isnan(own_memory(still).p)
    assert np.isnan(common_shock(still[:3], everywhere(still[:3])).p)
    assert not own_memory(still).fired


def fitted(process):
    series = simulate_series("together", units=100, periods=20, seed=4, process=process)
    return error_var(series.x, series.y, var_x=series.se_x**2, var_y=series.se_y**2).fit


def test_units_that_differ_in_persistence_fire_and_equal_ones_do_not():
    equal = replace(process_of("together"), persistence=(0.5, 0.5))
    assert not unequal_persistence(fitted(equal)).fired
    assert unequal_persistence(fitted(replace(equal, unequal=0.45))).fired


def test_surprises_of_a_true_model_are_white_with_variance_one():
    values = surprises(fitted(process_of("together")))
    assert values.std() == pytest.approx(1.0, abs=0.03)
    assert (values[:, 1:] * values[:, :-1]).mean() == pytest.approx(0.0, abs=0.04)
