"""The planner: against full simulation, in its directions, and what it refuses."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import RejectedError
from model.statistics.error_var import error_var
from model.statistics.power import (
    Design,
    chance_to_see,
    chances,
    periods_needed,
    reliability_with,
    smallest_effect,
    units_needed,
)


def simulated(design, rng):
    """One programme of the design, drawn from its own definition."""
    parameters = design.process().parameters
    phi = parameters[:4].reshape(2, 2)
    innovations, levels = parameters[4:].reshape(2, 3)[:, [0, 1, 1, 2]].reshape(2, 2, 2)
    spread = np.linalg.solve(np.eye(4) - np.kron(phi, phi), innovations.ravel()).reshape(2, 2)
    draw = lambda matrix: rng.multivariate_normal(np.zeros(2), matrix, size=design.units)  # noqa: E731
    level, now, scores = draw(levels), draw(spread), []
    for _ in range(design.periods):
        scores.append(level + now)
        now = now @ phi.T + draw(innovations)
    errors = [1 / r - 1 for r in (design.reliability_x, design.reliability_y)]
    seen = np.stack(scores, axis=1) + rng.standard_normal(
        (design.units, design.periods, 2)
    ) * np.sqrt(errors)
    return seen[..., 0], seen[..., 1], *errors


@pytest.mark.slow
def test_the_planned_chance_is_that_of_the_whole_estimator():
    units, periods, level = 12, 20, 0.05
    design, rng, programmes = Design(units, periods), np.random.default_rng(1), 200
    found = 0
    for _ in range(programmes):
        x, y, var_x, var_y = simulated(design, rng)
        found += error_var(x, y, var_x=var_x, var_y=var_y).forward.p <= level
    planned = chance_to_see(design, level=level)
    # 3 points, and three standard errors of the simulation itself.
    assert found / programmes == pytest.approx(
        planned, abs=0.03 + 3 * np.sqrt(planned * (1 - planned) / programmes)
    )


def test_without_effect_no_more_than_the_level_is_left():
    for units in (12, 30, 100):
        chance = chance_to_see(Design(units, 10, effect=0.0), level=0.05)
        assert 0.035 < chance <= 0.05


@settings(max_examples=8)
@given(
    units=st.integers(8, 200),
    periods=st.integers(6, 30),
    effect=st.floats(0.05, 0.4),
    reliability=st.floats(0.3, 0.9),
)
def test_more_of_anything_good_never_lowers_the_chance(units, periods, effect, reliability):
    design = Design(units, periods, effect=effect, reliability_x=reliability)
    chance = chance_to_see(design)
    for better in (
        replace(design, periods=periods + 2),
        replace(design, effect=effect + 0.05),
        replace(design, reliability_x=reliability + 0.1),
    ):
        assert chance_to_see(better) >= chance - 1e-6
    assert 0 <= chance <= 1


def test_needed_units_and_periods_just_give_the_chance():
    design = Design(30, 12)
    units, periods = units_needed(design), periods_needed(design)
    assert chance_to_see(replace(design, units=units)) >= 0.8
    assert chance_to_see(replace(design, units=units - 1)) < 0.8
    assert chance_to_see(replace(design, periods=periods)) >= 0.8
    assert chance_to_see(replace(design, periods=periods - 1)) < 0.8


def test_the_smallest_effect_just_gives_the_chance():
    design = Design(30, 12)
    least = smallest_effect(design)
    assert chance_to_see(replace(design, effect=least)) >= 0.8
    assert chance_to_see(replace(design, effect=least - 0.002)) < 0.8


def test_whatever_the_reliability_the_smallest_effect_is_a_number():
    for reliability in (0.5, 0.7, 0.9, 0.95):
        for periods in (8, 14, 16):
            design = Design(
                30, periods, reliability_x=reliability, reliability_y=reliability, effect=0.0
            )
            assert 0 < chance_to_see(design) <= 0.025
            assert 0 < smallest_effect(design) < 1


def test_what_no_programme_can_show_is_said_so():
    hopeless = Design(12, 8, effect=0.01)
    assert units_needed(hopeless) is None
    assert periods_needed(hopeless) is None
    assert smallest_effect(Design(3, 3, effect=0.0, persistence_x=0.9, persistence_y=0.9)) is None


def test_a_rich_programme_needs_no_more_than_the_least():
    rich = Design(500, 30, effect=0.4)
    assert units_needed(rich) == 8
    assert periods_needed(rich) == 6


def test_the_picture_holds_the_chance_of_each_size():
    design = Design(30, 12)
    found = chances(design, units=[12, 30], periods=[8, 12, 20])
    assert found.shape == (2, 3)
    assert found[1, 1] == pytest.approx(chance_to_see(design))


def test_twice_the_answers_raise_the_reliability_as_spearman_and_brown_say():
    assert reliability_with(20, reliability=0.5, at=10) == pytest.approx(2 / 3)
    assert reliability_with(5, reliability=2 / 3, at=10) == pytest.approx(0.5)
    assert reliability_with(10, reliability=0.7, at=10) == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ({"units": 2}, "Number of units is 2; it must lie between 3 and 10000."),
        ({"reliability_y": 0.0}, "Reliability of the outcome is 0.0"),
        ({"effect": 0.9, "persistence_x": 0.9, "persistence_y": 0.9}, "No series can move so"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_three_lines(plan, told):
    with pytest.raises(RejectedError) as error:
        Design(**{"units": 30, "periods": 12, **plan})
    assert error.value.what.en.startswith(told)
    assert error.value.remedy.nl
