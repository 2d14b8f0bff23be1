"""Periods: spellings, arithmetic and questions."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.period import (
    PARTS,
    AmbiguousPeriodError,
    PeriodError,
    bounds,
    length_of,
    parse_period,
    period_index,
    period_label,
    period_of,
    period_range,
    shift,
)

LENGTHS = st.sampled_from(list(PARTS))
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    "spelling",
    [
        "2026-Q3",
        "2026-q3",
        "2026Q3",
        "2026K3",
        " Q3 2026 ",
        "K3 2026",
        "K3-2026",
        "3e kwartaal 2026",
        "kwartaal 3 2026",
        "3rd quarter of 2026",
        "2026 kwartaal 3",
        "3Q2026",
        "Q3'2026",
        "Kwartaal 3, 2026",
        "2026 – Q3",
        "2026-Q03",
        "derde kwartaal van 2026",
        "third quarter 2026",
        "2026, 3e kwartaal",
    ],
)
def test_every_usual_spelling_of_a_quarter_is_one_period(spelling):
    assert parse_period(spelling) == "2026-Q3"


@pytest.mark.parametrize(
    ("spelling", "period"),
    [
        ("2026-08", "2026-08"),
        ("augustus 2026", "2026-08"),
        ("Aug 2026", "2026-08"),
        ("2026-M8", "2026-08"),
        ("H2 2026", "2026-H2"),
        ("2e halfjaar 2026", "2026-H2"),
        ("2026", "2026"),
    ],
)
def test_months_halves_and_years_are_read_too(spelling, period):
    assert parse_period(spelling) == period


@pytest.mark.parametrize("spelling", ["2026/3", "3/2026", "2026-3", "2026.3"])
def test_a_text_with_two_readings_is_asked_about(spelling):
    with pytest.raises(AmbiguousPeriodError) as caught:
        parse_period(spelling)
    assert "2026-03" in caught.value.remedy.nl
    assert "2026-Q3" in caught.value.remedy.nl


@pytest.mark.parametrize(
    "spelling",
    [
        "",
        "kwartaal",
        "2026-Q5",
        "2026-13",
        "26-Q3",
        "blub 2026",
        "3e halfjaar 2026",
        "20263 kwartaal",
        "KW3 2026",
    ],
)
def test_what_nobody_writes_as_a_period_is_refused(spelling):
    with pytest.raises(PeriodError):
        parse_period(spelling)


def test_a_month_in_a_programme_of_quarters_is_refused_in_words():
    with pytest.raises(PeriodError) as caught:
        parse_period("2026-08", "quarter")
    assert "kwartaal" in caught.value.in_language("nl")
    assert "quarter" in caught.value.in_language("en")


@given(DAYS, LENGTHS)
def test_a_day_lies_within_its_own_period(day, length):
    period = period_of(day, length)
    first, last = bounds(period)
    assert first <= day <= last
    assert length_of(period) == length
    assert parse_period(period) == period


@given(DAYS, LENGTHS, st.integers(-40, 40))
def test_shifting_forth_and_back_returns(day, length, steps):
    period = period_of(day, length)
    assert shift(shift(period, steps), -steps) == period
    assert period_index(shift(period, steps)) - period_index(period) == steps


def test_a_range_has_no_gap_and_both_ends():
    assert period_range("2025-Q3", "2026-Q2") == ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]


@pytest.mark.parametrize(
    ("period", "nl", "en"),
    [
        ("2026-Q3", "K3 2026", "Q3 2026"),
        ("2026-H1", "H1 2026", "H1 2026"),
        ("2026-08", "08-2026", "2026-08"),
        ("2026", "2026", "2026"),
    ],
)
def test_a_period_is_shown_as_people_write_it(period, nl, en):
    assert (period_label(period, "nl"), period_label(period, "en")) == (nl, en)
