"""Days and moments: every usual spelling is one day, and what has two readings is asked."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from model.moments import order_of, read_day, read_moment, skipping_days

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
THIRD_OF_AUGUST = dt.date(2026, 8, 3)


def moment(text, order=None):
    return read_moment(text, AMSTERDAM, order)


@pytest.mark.parametrize(
    "spelling",
    [
        "2026-08-03T09:07:00+02:00",
        "20260803T070700Z",
        "2026-08-03T09:07:00+02:00[Europe/Amsterdam]",
        "2026-08-03 09:07:00 CEST",
        "03-08-2026, 09:07",
        "maandag 3 augustus 2026",
        "ma 3-8-2026",
        "3 aug. 2026 om 09:07 uur",
        "August 3, 2026 9:07 AM",
        "Mon, 03 Aug 2026 09:07:00 +0200",
    ],
)
def test_every_usual_spelling_of_a_moment_is_one_day(spelling):
    assert moment(spelling).value == THIRD_OF_AUGUST
    assert moment(spelling).rule is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2026-02-31", "not_a_day"),
        ("2026-08-03T25:00", "not_a_time"),
        ("3 aug 26", "two_digit_year"),
        ("03/08/2026", "ambiguous_day"),
        ("46237.38", "serial_day"),
        ("1785747600", "not_a_day"),
        ("09:07:00", "not_a_day"),
        ("1970-01-01", "implausible_day"),
    ],
)
def test_what_is_no_moment_is_named(text, rule):
    assert (moment(text).value, moment(text).rule) == (None, rule)


def test_one_certain_date_says_which_number_is_the_month():
    assert order_of(["03/08/2026", "25/08/2026"]) == "day first"
    assert order_of(["08/03/2026", "08/25/2026"]) == "month first"
    assert order_of(["08/25/2026", "25/08/2026"]) is None


def test_an_hour_that_the_clock_skipped_is_doubted_and_its_day_counts():
    skipped = moment("2026-03-29T02:30:00")
    assert (skipped.value, skipped.rule) == (dt.date(2026, 3, 29), "clock_skipped")
    assert moment("2026-03-29T03:30:00").rule is None
    assert moment("2026-10-25T02:30:00").rule is None
    assert dt.date(2026, 3, 29) in skipping_days(AMSTERDAM, 2026)
    assert skipping_days(ZoneInfo("UTC"), 2026) == ()


def test_a_unit_may_be_older_than_what_is_measured_in_it():
    assert read_day("1953-07-01", AMSTERDAM, None).value == dt.date(1953, 7, 1)
    assert read_day("0024-01-01", AMSTERDAM, None).rule == "implausible_day"


@pytest.mark.parametrize(
    ("text", "day", "rule"),
    [
        ("2024-01-01T00:00:00", dt.date(2024, 1, 1), None),
        ("01-01-2024 0:00", dt.date(2024, 1, 1), None),
        ("2024-01-01T00:00:00+01:00", dt.date(2024, 1, 1), None),
        ("2024-01-01T00:00:00Z", dt.date(2024, 1, 1), None),
        ("2023-12-31T23:00:00Z", dt.date(2024, 1, 1), None),
        ("2024-06-30T22:00:00.000Z", dt.date(2024, 7, 1), None),
        ("2024-06-30T23:00:00Z", None, "moment_not_day"),
        ("2024-01-01T10:00:00", None, "moment_not_day"),
        ("2023-12-31 23:00", None, "moment_not_day"),
        ("2024-01-01T25:00:00", None, "not_a_time"),
        ("2024-02-30T00:00:00", None, "not_a_day"),
    ],
)
def test_a_moment_stands_for_a_day_only_at_midnight_here_or_as_written(text, day, rule):
    reading = read_day(text, AMSTERDAM, None)
    assert (reading.value, reading.rule) == (day, rule)
