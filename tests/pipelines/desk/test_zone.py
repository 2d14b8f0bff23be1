"""On which day a moment falls: the database says the same as the reader of single texts."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from model.moments import read_moment, skipping_days, steady_spans
from pipelines.desk.zone import day_of_clock, day_of_moment, local_day
from pipelines.warehouse import memory

YEAR = dt.datetime.now(dt.UTC).year
ZONES = ("Europe/Amsterdam", "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
OFFSETS = ("", "Z", "+00:00", "+01:00", "+02:00", "-05:00", "-04:00", "+05:30", "+12:00", "+13:00")


def moments():
    """Texts on both sides of midnight and of every change of the clock, in many offsets."""
    days = [dt.date(YEAR - 1, month, 1) + dt.timedelta(days=n) for month in (3, 11) for n in (0, 9)]
    changes = [
        (first, after)
        for zone in ZONES
        for first, after, _ in steady_spans(ZoneInfo(zone), YEAR - 2, YEAR)
    ]
    days += [day + dt.timedelta(days=n) for span in changes for day in span for n in (-1, 0, 1)]
    times = ("00:00:00", "00:59:59", "02:30:00", "12:00:00", "23:00:00", "23:59:59")
    return sorted({f"{day}T{time}{o}" for day in days for time in times for o in OFFSETS})


@pytest.mark.parametrize("name", ZONES)
def test_a_day_found_in_the_database_is_the_day_found_one_by_one(name):
    zone = ZoneInfo(name)
    with memory() as connection:
        connection.execute("CREATE TABLE given AS SELECT unnest(?) AS moment", [moments()])
        found = connection.execute(f"SELECT moment, {local_day('moment', zone)} FROM given")
        days = dict(found.fetchall())
    wrong = {
        text: day
        for text, day in days.items()
        if day is not None and day != read_moment(text, zone, None).value
    }
    assert not wrong
    # Hardly any needs a second look: those on days on which an hour was skipped.
    assert sum(day is None for day in days.values()) < len(days) / 50


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01T00:00:60+02:00",
        "2026-07-32T00:00:00+02:00",
        "2026-07-01Tab:00:00+02:00",
        "2026-07-01 T1:00:00+02:00",
        "2026-7- 1T00:00:00+02:00",
        "0026-07-01T00:00:00+02:00",
    ],
)
def test_what_is_no_moment_gets_a_second_look(text):
    with memory() as connection:
        connection.execute("CREATE TABLE given AS SELECT ? AS moment", [text])
        day = local_day("moment", ZoneInfo("Europe/Amsterdam"))
        assert connection.execute(f"SELECT {day} FROM given").fetchone() == (None,)


def test_a_clock_is_steady_between_two_changes():
    spans = steady_spans(ZoneInfo("Europe/Amsterdam"), 2025, 2025)
    assert spans[1] == (dt.date(2025, 3, 31), dt.date(2025, 10, 26), "+02:00")
    assert [offset for *_, offset in spans] == ["+01:00", "+02:00", "+01:00"]
    assert {o for *_, o in steady_spans(ZoneInfo("Asia/Kolkata"), 2020, 2026)} == {"+05:30"}


@pytest.mark.parametrize("name", ZONES)
def test_a_stored_moment_falls_on_the_day_of_its_text(name):
    zone = ZoneInfo(name)
    texts = [text for text in moments() if len(text) > len("2026-07-01T00:00:00")]
    in_utc = [
        dt.datetime.fromisoformat(text).astimezone(dt.UTC).replace(tzinfo=None) for text in texts
    ]
    with memory() as connection:
        connection.execute("CREATE TABLE given AS SELECT unnest(?) AS moment", [in_utc])
        found = connection.execute(f"SELECT {day_of_moment('moment', zone)} FROM given").fetchall()
    assert [day for (day,) in found] == [read_moment(text, zone, None).value for text in texts]


@pytest.mark.parametrize("name", ZONES)
def test_a_stored_clock_shows_its_day_unless_an_hour_was_skipped(name):
    zone = ZoneInfo(name)
    clocks = sorted({dt.datetime.fromisoformat(text[:19]) for text in moments()})
    with memory() as connection:
        connection.execute("CREATE TABLE given AS SELECT unnest(?) AS clock", [clocks])
        found = connection.execute(f"SELECT {day_of_clock('clock', zone)} FROM given").fetchall()
    skipping = set(skipping_days(zone, YEAR))
    assert [day for (day,) in found] == [
        None if clock.date() in skipping else clock.date() for clock in clocks
    ]
