"""Days and moments from text, to the day they fall on in the programme's time zone."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Literal

from model.period import month_number
from model.reading import Reading
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

Order = Literal["day first", "month first"]
EARLIEST_YEAR = 1990
FARTHEST = dt.timedelta(hours=14)  # from UTC: the Line Islands
_ISO_DAY = r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
_PACKED_DAY = r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"
_TURNED_DAY = r"(?P<a>\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<y>\d{4}|\d{2})"
_NAMED_DAY = r"(?P<d>\d{1,2})[\s-](?P<name>[a-z]{3,10})\.?[\s-](?P<y>\d{4}|\d{2})"
_TIME = re.compile(
    r"(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<half>[ap]m)?"
    r"\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})?",
    re.IGNORECASE,
)
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


def read_day(text: str, order: Order | None) -> Reading[dt.date]:
    """Return the day in a text: ``2026-09-30``, ``30-09-2026``, ``30 sep 2026``."""
    words = " ".join(text.strip().lower().split())
    midnight = re.fullmatch(r"(\S+?)[t ]00:00(?::00)?(?:\.0+)?z?", words)
    return _read_day(midnight[1] if midnight else words, order)


def read_moment(text: str, zone: ZoneInfo, order: Order | None) -> Reading[dt.date]:
    """Return on which day a moment falls in a time zone.

    A moment without an offset is local time; a leap second counts as the second before it.
    """
    words = " ".join(text.strip().lower().split())
    day_words, _, time_words = _parted(words)
    day = _read_day(day_words, order)
    if day.value is None or not time_words:
        return day
    time = _TIME.fullmatch(time_words)
    if time is None or not _exists(time):
        return Reading(rule="not_a_time")
    if time["zone"] is None:
        return day
    moment = dt.datetime.combine(day.value, _clock(time), tzinfo=_offset(time["zone"]))
    return Reading(value=moment.astimezone(zone).date())


def _parted(words: str) -> tuple[str, str, str]:
    """Return the day and the time of a moment."""
    found = re.fullmatch(r"(.*?\d)(t| |, ?)(\d{1,2}:.*)", words)
    return (found[1], found[2], found[3]) if found else (words, "", "")


def _read_day(words: str, order: Order | None) -> Reading[dt.date]:
    """Return the day in tidied text."""
    for spelling in (_ISO_DAY, _PACKED_DAY):
        if found := re.fullmatch(spelling, words):
            return _day(int(found["y"]), int(found["m"]), int(found["d"]))
    if found := re.fullmatch(_NAMED_DAY, words):
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
    """Return a day that exists and is near enough to our time."""
    try:
        value = dt.date(year, month, day)
    except ValueError:
        return Reading(rule="not_a_day")
    if year < EARLIEST_YEAR:
        return Reading(rule="implausible_day", detail=Text(nl="na 1990", en="after 1990"))
    return Reading(value=value)


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
    if words.lower() in {"z", "utc", "gmt"}:
        return dt.UTC
    digits = words[1:].replace(":", "").ljust(4, "0")
    minutes = min(int(digits[:2]) * 60 + int(digits[2:]), 24 * 60 - 1)
    return dt.timezone(dt.timedelta(minutes=-minutes if words[0] == "-" else minutes))
