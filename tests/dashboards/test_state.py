"""What a reader looks at stands in the address, whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.state import State

CHOICES = ("unit", "period", "measure", "cause", "outcome", "source")


@given(st.dictionaries(st.sampled_from(CHOICES), st.text(max_size=60)))
def test_an_address_brings_back_what_was_looked_at(choices):
    first, second = State(**choices), State(unit="other", cause="other")

    second.follow(first.address())

    assert {name: getattr(second, name) for name in CHOICES} == {
        name: getattr(first, name) for name in CHOICES
    }


def test_a_code_of_digits_stays_text():
    state = State()

    state.follow("?unit=007")

    assert state.unit == "007"


@pytest.mark.parametrize(
    "query", ["?lang=fr", "?theme=pink", "?lang=nl&lang=<b>", "?%ff", "?a&&=&"]
)
def test_an_impossible_address_opens_the_page_as_it_begins(query):
    state = State()

    state.follow(query)

    assert (state.language, state.theme, state.view) == ("nl", "light", "iceberg")


def test_what_the_address_does_not_say_goes_back_to_the_beginning():
    state = State(unit="T01", language="en")

    state.follow("?lang=en")

    assert (state.unit, state.language) == ("", "en")


def test_an_endless_value_is_cut_off():
    state = State()

    state.follow("?unit=" + "x" * 10_000)

    assert len(state.unit) == 200


def test_switching_language_keeps_everything_else():
    state = State(view="units", unit="T01", period="2026-Q1")

    assert state.address(language="en") == "?view=units&lang=en&unit=T01&period=2026-Q1"
