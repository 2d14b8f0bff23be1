"""Days and moments from text, to the day they fall on in the programme's time zone."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from itertools import groupby, pairwise, takewhile
from typing import TYPE_CHECKING, Literal

from model.period import month_number
from model.reading import Reading
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

Order = Literal["day first", "month first"]
EARLIEST_YEAR = 1990
EARLIEST_FOUNDED = 1800
FARTHEST = dt.timedelta(hours=14)  # from UTC: the Line Islands
_ISO_DAY = r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
_PACKED_DAY = r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"
_TURNED_DAY = r"(?P<a>\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<y>\d{4}|\d{2})"
_NAMED_DAY = r"(?P<d>\d{1,2})[\s-](?P<name>[a-z]{3,10})\.?[\s-](?P<y>\d{4}|\d{2})"
_NAMED_MONTH_FIRST = r"(?P<name>[a-z]{3,10})\.?[\s-](?P<d>\d{1,2}),?[\s-](?P<y>\d{4}|\d{2})"
_WEEKDAY = re.compile(
    r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\b\.?,?\s*"
)
_PACKED_TIME = re.compile(r"(\d{8})t(\d{2})(\d{2})(\d{2})?(z|[+-]\d{2}:?\d{2})?")
_TIME = re.compile(
    r"(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<half>[ap]m)?"
    r"\s*(?P<zone>z|utc|gmt|cest|cet|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\[[a-z_/]+\])?(?:\s*uur)?",
    re.IGNORECASE,
)
# What stands in for an offset; other names of zones mean more than one.
_ZONE_HOURS = {"z": 0, "utc": 0, "gmt": 0, "cet": 1, "cest": 2}
_SERIAL = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?")


def order_of(texts: Iterable[str]) -> Order | None:
    """Return whether ``03/04/2026`` has the day first here, from values that can be one only."""
    day_first = month_first = False
    for text in texts:
        found = re.match(r"\s*(\d{1,2})/(\d{1,2})/\d{4}", text)
        if found:
            day_first |= int(found[1]) > 12
            month_first |= int(found[2]) > 12
    if day_first == month_first:
        return None
    return "day first" if day_first else "month first"


def read_day(text: str, zone: ZoneInfo, order: Order | None) -> Reading[dt.date]:
    """Return the day in a text: ``2026-09-30``, ``30-09-2026``, ``30 sep 2026``.

    It may be long ago, as units are older than what is measured in them. A moment stands for a
    day at midnight only: as it is written, or in the time zone.
    """
    day_words, _, time_words = _parted(_tidied(text))
    day = _read_day(day_words, order, earliest=EARLIEST_FOUNDED)
    if day.value is None or not time_words:
        return day
    time = _TIME.fullmatch(time_words)
    if time is None or not _exists(time):
        return Reading(rule="not_a_time")
    if _clock(time) == dt.time.min:
        return day
    local = _moment(day.value, time).astimezone(zone) if time["zone"] else None
    if local and local.time() == dt.time.min:
        return Reading(value=local.date())
    return Reading(rule="moment_not_day")


def read_moment(text: str, zone: ZoneInfo, order: Order | None) -> Reading[dt.date]:
    """Return on which day a moment falls in a time zone.

    A moment without an offset is local time; a leap second counts as the second before it, and
    an hour that the clock skipped still tells the day.
    """
    words = _tidied(text)
    day_words, _, time_words = _parted(words)
    day = _read_day(day_words, order)
    if day.value is None or not time_words:
        return day
    time = _TIME.fullmatch(time_words)
    if time is None or not _exists(time):
        return Reading(rule="not_a_time")
    if time["zone"] is None:
        skipped = _is_skipped(dt.datetime.combine(day.value, _clock(time)), zone)
        return Reading(value=day.value, rule="clock_skipped") if skipped else day
    return Reading(value=_moment(day.value, time).astimezone(zone).date())


@lru_cache
def skipping_days(zone: ZoneInfo, last_year: int) -> tuple[dt.date, ...]:
    """Return the days since 1990 on which the clock went forward in a time zone."""
    days = (dt.date(EARLIEST_YEAR, 1, 1) + dt.timedelta(days=n) for n in range(366 * 200))
    midnights = pairwise(
        dt.datetime.combine(day, dt.time.min, tzinfo=zone)
        for day in takewhile(lambda day: day.year <= last_year + 1, days)
    )
    return tuple(a.date() for a, b in midnights if _ahead(b) > _ahead(a))


@lru_cache
def steady_spans(
    zone: ZoneInfo, first_year: int, last_year: int
) -> tuple[tuple[dt.date, dt.date, str], ...]:
    """Return the spans of whole days on which the clock of a time zone was not changed.

    Returns
    -------
    tuple of (date, date, str)
        The first day, the day after the last, and the offset written as ``+02:00``; by day.
    """
    first = dt.date(first_year, 1, 1)
    days = [first + dt.timedelta(days=n) for n in range(366 * (last_year - first_year + 1))]
    midnights = [dt.datetime.combine(day, dt.time.min, tzinfo=zone) for day in days]
    steady = [
        (a.date(), a.isoformat()[-6:]) for a, b in pairwise(midnights) if _ahead(a) == _ahead(b)
    ]
    runs = groupby(enumerate(steady), lambda one: (one[1][0].toordinal() - one[0], one[1][1]))
    spans = [(offset, [day for _, (day, _) in run]) for (_, offset), run in runs]
    return tuple((days[0], days[-1] + dt.timedelta(days=1), offset) for offset, days in spans)


def _moment(day: dt.date, time: re.Match[str]) -> dt.datetime:
    """Return a moment that is written with its distance from UTC."""
    return dt.datetime.combine(day, _clock(time), tzinfo=_offset(time["zone"]))


def _ahead(moment: dt.datetime) -> dt.timedelta:
    """Return how far a moment is ahead of UTC."""
    return moment.utcoffset() or dt.timedelta(0)


def _is_skipped(local: dt.datetime, zone: ZoneInfo) -> bool:
    """Return whether no clock in the zone showed this, as it went an hour forward."""
    shown = local.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
    return shown.replace(tzinfo=None) != local


def _parted(words: str) -> tuple[str, str, str]:
    """Return the day and the time of a moment."""
    if packed := _PACKED_TIME.fullmatch(words):
        hour, minute, second = packed[2], packed[3], packed[4] or "00"
        return packed[1], "t", f"{hour}:{minute}:{second}{packed[5] or ''}"
    found = re.fullmatch(r"(.*?\d)(t| om | at |, ?| )(\d{1,2}:.*)", words)
    return (found[1], found[2], found[3]) if found else (words, "", "")


def _tidied(text: str) -> str:
    """Return a text as days are read: small letters, no name of the weekday before it."""
    words = " ".join(text.strip().lower().split())
    return words if words[:1].isdigit() else _WEEKDAY.sub("", words, count=1)


def _read_day(
    words: str, order: Order | None, *, earliest: int = EARLIEST_YEAR
) -> Reading[dt.date]:
    """Return the day in tidied text, when it is near enough to our time."""
    day = _calendar_day(words, order)
    if day.value is not None and day.value.year < earliest:
        after = Text(nl=f"{earliest} of later", en=f"{earliest} or later")
        return Reading(rule="implausible_day", detail=after)
    return day


def _calendar_day(words: str, order: Order | None) -> Reading[dt.date]:
    """Return the day in tidied text, when it exists."""
    for spelling in (_ISO_DAY, _PACKED_DAY):
        if found := re.fullmatch(spelling, words):
            return _day(int(found["y"]), int(found["m"]), int(found["d"]))
    for spelling in (_NAMED_DAY, _NAMED_MONTH_FIRST):
        if found := re.fullmatch(spelling, words):
            return _named(found)
    if found := re.fullmatch(_TURNED_DAY, words):
        return _turned(found, order)
    if _SERIAL.fullmatch(words):
        days = int(float(words.replace(",", ".")))
        return Reading(
            rule="serial_day", detail=str(dt.date(1899, 12, 30) + dt.timedelta(days=days))
        )
    return Reading(rule="not_a_day")


def _named(found: re.Match[str]) -> Reading[dt.date]:
    """Return the day of ``30 sep 2026``."""
    if len(found["y"]) == 2:
        return Reading(rule="two_digit_year")
    month = month_number(found["name"])
    if month is None:
        return Reading(rule="not_a_day")
    return _day(int(found["y"]), month, int(found["d"]))


def _turned(found: re.Match[str], order: Order | None) -> Reading[dt.date]:
    """Return the day of ``30-09-2026``; a slash does not say which number is the month."""
    if len(found["y"]) == 2:
        return Reading(rule="two_digit_year")
    year, first, second = int(found["y"]), int(found["a"]), int(found["b"])
    if found["sign"] != "/" or first == second or order == "day first":
        return _day(year, second, first)
    if order == "month first":
        return _day(year, first, second)
    if first > 12 or second > 12:
        return _day(year, *sorted((first, second)))
    return Reading(
        rule="ambiguous_day",
        detail=Text(nl="{a} of {b}", en="{a} or {b}").fill(
            a=f"{year}-{second:02d}-{first:02d}", b=f"{year}-{first:02d}-{second:02d}"
        ),
    )


def _day(year: int, month: int, day: int) -> Reading[dt.date]:
    """Return a day that exists."""
    try:
        return Reading(value=dt.date(year, month, day))
    except ValueError:
        return Reading(rule="not_a_day")


def _exists(time: re.Match[str]) -> bool:
    """Return whether a clock can show this; 24:00 is the end of a day."""
    hour, minute, second = int(time["h"]), int(time["min"]), int(time["s"] or 0)
    if time["half"]:
        return 1 <= hour <= 12 and minute < 60 and second <= 59
    if hour == 24:
        return False
    if not _is_offset(time["zone"] or "z"):
        return False
    leap = (hour, minute, second)[1:] == (59, 60)
    return hour < 24 and minute < 60 and (second < 60 or leap)


def _is_offset(words: str) -> bool:
    """Return whether some place on earth keeps this distance from UTC."""
    return words.isalpha() or abs(_offset(words).utcoffset(None)) <= FARTHEST


def _clock(time: re.Match[str]) -> dt.time:
    """Return the time of day."""
    hour = int(time["h"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].lower() == "pm" else 0)
    return dt.time(hour, int(time["min"]), min(int(time["s"] or 0), 59))


def _offset(words: str) -> dt.timezone:
    """Return the offset from UTC that a moment states."""
    if words.isalpha():
        return dt.timezone(dt.timedelta(hours=_ZONE_HOURS[words.lower()]))
    digits = words[1:].replace(":", "").ljust(4, "0")
    minutes = min(int(digits[:2]) * 60 + int(digits[2:]), 24 * 60 - 1)
    return dt.timezone(dt.timedelta(minutes=-minutes if words[0] == "-" else minutes))
