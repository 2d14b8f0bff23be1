"""No small group can be seen, or worked out from what can be seen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.disclosure import (
    band_floor,
    coarse_count,
    group_band,
    residuals,
    rounding_step,
    visible_units,
)
from tests.model.attack import attack

K = 5


@st.composite
def organisations(draw, *, measures=1):
    """A random tree with parents first, and how many people answered in each unit itself."""
    size = draw(st.integers(2, 11))
    parents = [-1] + [draw(st.integers(-1, unit - 1)) for unit in range(1, size)]
    people = st.lists(st.integers(0, 12), min_size=size * measures, max_size=size * measures)
    return parents, np.array(draw(people), dtype=np.int64).reshape(size, measures)


@given(organisations())
def test_no_difference_of_shown_figures_gives_a_small_group(organisation):
    parents, own = organisation
    visible = visible_units(parents, own, smallest_group=K)
    assert attack(parents, own[:, 0], visible) == []


@given(organisations(measures=3))
def test_the_same_mask_is_safe_for_every_item(organisation):
    parents, own = organisation
    visible = visible_units(parents, own, smallest_group=K)
    assert all(attack(parents, own[:, item], visible) == [] for item in range(3))


def test_the_same_attack_breaks_a_mask_that_only_hides_small_units():
    generator = np.random.default_rng(1)
    broken = 0
    for _ in range(100):
        parents = [-1, 0, 0] + [int(generator.integers(1, 3)) for _ in range(8)]
        own = generator.integers(0, 12, size=11)
        own[:3] = generator.integers(0, 3, size=3)
        total = own.copy()
        for unit in range(10, 0, -1):
            total[parents[unit]] += total[unit]
        broken += bool(attack(parents, own, total >= K))
    assert broken > 50


@given(organisations())
def test_the_mask_is_the_same_every_time(organisation):
    parents, own = organisation
    first = visible_units(parents, own, smallest_group=K)
    assert np.array_equal(first, visible_units(parents, own.copy(), smallest_group=K))


@given(organisations())
def test_nothing_more_can_be_shown_by_asking_for_larger_groups(organisation):
    parents, own = organisation
    visible = visible_units(parents, own, smallest_group=8)
    assert attack(parents, own[:, 0], visible, k=8) == []


def test_a_small_unit_takes_its_smallest_sibling_along():
    parents, own = [-1, 0, 0, 0], np.array([[0], [3], [6], [20]])
    assert visible_units(parents, own, smallest_group=K).tolist() == [True, False, False, True]


def test_a_manager_counts_in_the_unit_above_the_teams():
    parents, own = [-1, 0, 0], np.array([[1], [6], [20]])
    assert visible_units(parents, own, smallest_group=K).tolist() == [True, False, True]


def test_a_parent_hides_itself_when_no_part_can_mend_it():
    parents, own = [-1, 0], np.array([[2], [0]])
    assert visible_units(parents, own, smallest_group=K).tolist() == [False, True]


def test_one_item_with_few_answers_hides_every_item_of_the_unit():
    parents, own = [-1, 0, 0], np.array([[0, 0], [9, 3], [20, 20]])
    assert visible_units(parents, own, smallest_group=K).tolist() == [True, False, False]


def test_an_item_that_was_not_asked_hides_nothing():
    parents, own = [-1, 0, 0], np.array([[0, 0], [9, 0], [20, 20]])
    assert visible_units(parents, own, smallest_group=K).all()


def test_a_unit_in_which_nearly_all_said_the_same_is_hidden():
    parents, own = [-1, 0], np.array([[30], [10]])
    answers = np.array([[[10, 10, 10]], [[9, 1, 0]]])
    seen = visible_units(parents, own, smallest_group=K, answers=answers)
    assert seen.tolist() == [True, False]


def test_people_count_in_the_nearest_visible_unit_above_them():
    assert residuals([-1, 0, 0, 2], np.array([True, False, True, True])) == [0, 0, 2, 3]
    assert residuals([-1, 0], np.array([False, True])) == [-1, 1]


@pytest.mark.parametrize(
    ("n", "k", "band", "floor"),
    [
        (5, 5, "5–9", 5),
        (9, 5, "5–9", 5),
        (14, 5, "10–14", 10),
        (80, 5, "50+", 50),
        (7, 7, "7–9", 7),
        (12, 12, "12–14", 12),
        (70, 60, "60+", 60),
    ],
)
def test_the_number_of_people_is_told_in_bands(n, k, band, floor):
    assert group_band(n, smallest_group=k) == band
    assert band_floor(n, smallest_group=k) == floor


@pytest.mark.parametrize(("width", "step"), [(4, 0.1), (10, 0.1), (100, 1), (200, 1), (1, 0.01)])
def test_rounding_follows_the_width_of_the_scale(width, step):
    assert rounding_step(width) == pytest.approx(step)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_difference_of_two_counts_of_rows_shows_nobody(first, second):
    counts = [coarse_count(rows, smallest_group=K) for rows in (first, second)]
    if None not in counts:
        assert (counts[0] - counts[1]) % K == 0
    assert coarse_count(3, smallest_group=K) is None
    assert coarse_count(0, smallest_group=K) == 0
