"""The decision rule, case by case."""

from dataclasses import replace

import pytest

from model.verdict_rule import (
    Findings,
    chance_to_see,
    decide,
    directions,
    periods_needed,
    smallest_visible,
    units_needed,
)

CLEAR_LEAD = Findings(
    forward_p=0.001, reverse_p=0.6, gate_p=0.01, together_p=0.3, widest=0.6, mde=0.2
)


def verdict(**changes):
    return decide(replace(CLEAR_LEAD, **changes), smallest_effect=0.25)


def test_one_direction_that_holds_gives_the_verdict_its_name():
    assert verdict() == "lead"
    assert verdict(forward_p=0.6, reverse_p=0.001) == "reverse"


def test_both_directions_that_hold_go_both_ways():
    assert verdict(reverse_p=0.04) == "both"


def test_without_any_relation_a_lead_is_not_claimed():
    assert verdict(gate_p=0.2) == "none"
    assert verdict(gate_p=0.2, mde=0.4) == "insufficient"


def test_together_needs_both_intervals_inside_what_matters():
    moving_together = {"forward_p": 0.5, "together_p": 0.001}
    assert verdict(**moving_together, widest=0.2) == "together"
    assert verdict(**moving_together, widest=0.3) == "insufficient"


def test_nothing_found_means_none_only_if_it_would_have_shown():
    assert verdict(forward_p=0.5) == "none"
    assert verdict(forward_p=0.5, mde=0.3) == "insufficient"


@pytest.mark.parametrize(
    ("forward", "reverse", "expected"),
    [
        (0.03, 0.5, "neither"),
        (0.02, 0.5, "lead"),
        (0.5, 0.02, "reverse"),
        (0.02, 0.04, "both"),
        (0.04, 0.04, "neither"),
        (0.02, 0.06, "lead"),
    ],
)
def test_the_smaller_p_must_pass_half_the_level(forward, reverse, expected):
    assert directions(forward, reverse) == expected


def test_the_smallest_visible_effect_is_seen_four_times_in_five():
    mde = smallest_visible(0.1, units=30)
    assert chance_to_see(mde, 0.1, units=30) == pytest.approx(0.8, abs=0.01)


def test_twice_as_blunt_needs_four_times_as_much():
    assert units_needed(0.5, 0.25, units=12) == 48
    assert periods_needed(0.5, 0.25, periods=8) == 29
