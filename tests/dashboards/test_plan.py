"""The planner page: the chance of a plan, what it takes, and the register of hypotheses."""

import re

import pytest

from dashboards.figures.chance_map import LEVELS
from dashboards.figures.register import rivals
from dashboards.linked_html import LinkedHtml
from dashboards.planner import (
    ALONG,
    CHOICES,
    PERIODS,
    UNITS,
    Plan,
    edges,
    opening_plan,
    outlook,
    read_plan,
)
from dashboards.state import State
from dashboards.store import Store
from dashboards.view import Session
from dashboards.views.plan import VIEW
from model.hypothesis import Hypothesis
from model.statistics.power import chance_to_see
from model.text import format_share
from tests.dashboards.made_up import made_up_release
from tests.dashboards.made_up_tables import made_up_hypotheses

STORE = Store(made_up_release())
NOW = opening_plan(STORE)


def _build(store=STORE, **choices):
    state = State(view="plan", **choices)
    return VIEW.build(Session(store, state)), state


def _words(made):
    html = "".join(part.html for part in made.select(LinkedHtml))
    html = re.sub(r"<svg.*?</svg>", " ", html, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_page_opens_on_the_programme_of_the_release():
    words = _words(_build()[0])

    share = format_share(100 * chance_to_see(NOW.design(NOW)), "nl", digits=0)
    assert (NOW.units, NOW.periods, NOW.effect) == (12, 19, 25)
    assert words.startswith(f"Kans om een effect van 0,25 te zien: {share}")
    assert "12 eenheden · 19 kwartalen" in words
    assert "Kleinste zichtbare effect: 0," in words
    assert "Terug naar uw programma nu" not in words


def test_a_larger_plan_has_a_larger_chance_and_is_enough():
    words = _words(_build(plan="200-40-50-70-25", language="en")[0])

    assert words.startswith("Chance to see an effect of 0.25: more than 99%")
    assert "This plan is large enough." in words
    assert "Back to your programme now" in words


def test_what_is_needed_is_said_both_ways_and_what_is_out_of_reach_too():
    near = _words(_build(plan="20-12-10-70-25")[0])
    far = _words(_build(plan="8-6-3-20-5")[0])

    assert re.search(r"bij 12 kwartalen: ten minste \d+ eenheden", near)
    assert re.search(r"bij 20 eenheden: ten minste \d+ kwartalen", near)
    assert "buiten bereik" in far


def test_a_slider_changes_the_plan_and_an_address_moves_the_slider():
    made, state = _build()
    units = made.slots[0]

    units.value = 60
    assert state.plan.startswith("60-19-")
    assert "60 eenheden · 19 kwartalen" in _words(made)

    state.follow("?view=plan")
    assert units.value == NOW.units


def test_more_answers_make_the_measure_more_reliable():
    few, many = (Plan(20, 12, answers, 60, 25) for answers in (5, 50))

    designs = [plan.design(NOW) for plan in (few, many)]
    assert designs[0].reliability_x < 0.6 < designs[1].reliability_x


@pytest.mark.parametrize("text", ["", "1-2", "a-b-c-d-e", "--", "-1-2-3-4-5"])
def test_an_address_that_is_no_plan_opens_the_programme(text):
    assert read_plan(text, NOW) == NOW


def test_a_mistyped_plan_becomes_the_nearest_that_can_be_chosen():
    plan = read_plan("99999-1-11-71-99", NOW)

    assert (plan.units, plan.reliability, plan.effect) == (200, 70, CHOICES["effect"][-1])


def test_the_line_of_the_picture_goes_through_the_sizes_that_have_its_chance():
    design = Plan(20, 12, NOW.answers, 70, 25).design(NOW)
    row = edges(design, LEVELS)[LEVELS.index(0.8)]

    line = dict(zip(ALONG.tolist(), row, strict=True))
    for periods in PERIODS:
        units = line[periods]
        if units > UNITS[0]:
            sized = Plan(round(units), periods, NOW.answers, 70, 25).design(NOW)
            assert chance_to_see(sized) == pytest.approx(0.8, abs=0.03)
    assert outlook(design).chances.shape == (len(UNITS), len(PERIODS))


def _with_register():
    release = made_up_release()
    release.tables["hypotheses"] = made_up_hypotheses()
    return Store(release)


def test_rivals_stand_side_by_side_with_their_verdicts():
    words = _words(_build(_with_register())[0])

    assert "H1 tegenover H2" in words
    assert "→ liep voorop · redelijk onderbouwd" in words
    assert "← omgekeerde richting · redelijk onderbouwd" in words
    assert "nog niet getoetst" in words


def test_a_version_made_afterwards_is_marked_and_does_not_replace_the_first():
    words = _words(_build(_with_register())[0])

    assert "achteraf (01-06-2026)" in words
    assert "vastgelegd op 02-01-2022" in words
    assert words.index("vastgelegd op 02-01-2022") < words.index("achteraf (01-06-2026)")


def test_a_hypothesis_is_shown_once():
    one, two, three = (
        Hypothesis(name, 1, "a", "b", "+", 1, 2, 0.25, "purpose", "2026-Q1", "", "", rival=rival)
        for name, rival in (("H1", ""), ("H2", "H1"), ("H3", ""))
    )

    assert rivals([one, two, three]) == [(one, two), (three,)]


def test_a_release_without_register_says_how_to_begin():
    words = _words(_build()[0])

    assert "geen verwachting vastgelegd" in words
