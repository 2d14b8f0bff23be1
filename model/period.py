"""Periods: every usual spelling to one canonical text, and calendar arithmetic on it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from model.errors import RejectedError
from model.text import Language, Text

Length = Literal["quarter", "half", "month", "year"]
LENGTHS: dict[str, Length] = {"Q": "quarter", "H": "half", "M": "month", "Y": "year"}
PARTS: dict[Length, int] = {"quarter": 4, "half": 2, "month": 12, "year": 1}
CANONICAL = r"^\d{4}(-Q[1-4]|-H[12]|-(0[1-9]|1[0-2]))?$"

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januari",
            "february feb februari",
            "march mar maart mrt",
            "april apr",
            "may mei",
            "june jun juni",
            "july jul juli",
            "august aug augustus",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_ORDINAL = r"(?P<part>[1-4])\s*(?:e|ste|de|st|nd|rd|th)?"
_QUARTER = r"(?:kwartaal|kwart\.?|quarter|qtr\.?)"
_NUMERALS = {
    name: str(number)
    for number, names in enumerate(
        ("eerste first", "tweede second", "derde third", "vierde fourth"), start=1
    )
    for name in names.split()
}
_SPELLINGS: tuple[tuple[str, Length], ...] = (
    (rf"{_YEAR}[\s\-_/.]*[qk](?:wartaal|uarter)?[\s\-]*0?(?P<part>[1-4])", "quarter"),
    (rf"[qk](?:wartaal|uarter)?[\s\-]*0?(?P<part>[1-4])[\s\-_/.']*{_YEAR}", "quarter"),
    (rf"{_ORDINAL}\s*{_QUARTER}\s*(?:van\s+|of\s+)?{_YEAR}", "quarter"),
    (rf"{_YEAR}[\s\-]+{_ORDINAL}\s*{_QUARTER}", "quarter"),
    (rf"(?P<part>[1-4])[qk][\s\-]*{_YEAR}", "quarter"),
    (rf"{_YEAR}[\s\-_/.]*h[\s\-]*(?P<part>[12])", "half"),
    (rf"h[\s\-]*(?P<part>[12])[\s\-_/.]*{_YEAR}", "half"),
    (
        rf"(?P<part>[12])\s*(?:e|ste|de|st|nd)?\s*(?:halfjaar|half\s?year)\s*(?:van\s+|of\s+)?{_YEAR}",
        "half",
    ),
    (rf"{_YEAR}-(?P<part>0[1-9]|1[0-2])", "month"),
    (rf"{_YEAR}[\s\-]*m(?P<part>0?[1-9]|1[0-2])", "month"),
    (rf"(?P<name>[a-z]{{3,10}})\.?[\s\-]*{_YEAR}", "month"),
    (_YEAR, "year"),
)
_AMBIGUOUS = re.compile(
    rf"{_YEAR}\s*[/.\-\s]\s*(?P<part>\d)|(?P<part2>\d{{1,2}})\s*[/.\-]\s*(?:19|20|21)\d\d"
)


class PeriodError(RejectedError):
    """The text is no period that anybody writes."""


class AmbiguousPeriodError(PeriodError):
    """The text can be read as two periods, so a person has to say which."""


def parse_period(text: str, length: Length | None = None) -> str:
    """Return the canonical spelling of a period.

    Parameters
    ----------
    text : str
        Such as ``2026-Q3``, ``2026Q3``, ``Q3 2026``, ``K3 2026``, ``3e kwartaal 2026``,
        ``2026-08``, ``augustus 2026``, ``2026-H2``, ``2026``.
    length : {"quarter", "half", "month", "year"}, optional
        The length that the programme works with; another length is refused.

    Returns
    -------
    str
        ``2026-Q3``, ``2026-H2``, ``2026-08`` or ``2026``.

    Raises
    ------
    AmbiguousPeriodError
        When the text has two readings, such as ``2026/3``: March or the third quarter.
    PeriodError
        When it has none, or is of another length than asked.
    """
    words = _tidied(text)
    for spelling, kind in _SPELLINGS:
        found = re.fullmatch(spelling, words)
        if found is not None and (part := _part(found, kind)) is not None:
            return _of_length(_canonical(int(found["year"]), part, kind), length, text)
    if ambiguous := _AMBIGUOUS.fullmatch(words):
        year = ambiguous["year"] or words[-4:]
        part = int(ambiguous["part"] or ambiguous["part2"])
        raise _ambiguous(text, year, part)
    raise PeriodError(
        Text(nl='"{t}" is geen periode.', en='"{t}" is not a period.').fill(t=text[:40]),
        where=Text(nl="kolom period", en="column period"),
        remedy=Text(nl="schrijf bijvoorbeeld 2026-Q3", en="write for example 2026-Q3"),
    )


def _tidied(text: str) -> str:
    """Return a text as spellings are compared: plain dashes, no commas, ordinals as digits."""
    dashed = re.sub("[\u2010-\u2015\u2212]", "-", text.lower())
    words = re.sub(r",\s+", " ", dashed).split()
    return " ".join(_NUMERALS.get(word, word) for word in words)


def length_of(period: str) -> Length:
    """Return whether a canonical period is a quarter, half, month or year."""
    if len(period) == 4:
        return "year"
    return LENGTHS.get(period[5], "month")


def period_index(period: str) -> int:
    """Return the running number of a period among those of its length."""
    length = length_of(period)
    part = 1 if length == "year" else int(period[5:].lstrip("QH"))
    return int(period[:4]) * PARTS[length] + part - 1


def shift(period: str, steps: int) -> str:
    """Return the period so many steps later, or earlier when negative."""
    length = length_of(period)
    year, part = divmod(period_index(period) + steps, PARTS[length])
    return _canonical(year, part + 1, length)


def period_range(first: str, last: str) -> list[str]:
    """Return every period from first to last, both included, without a gap."""
    return [shift(first, step) for step in range(period_index(last) - period_index(first) + 1)]


def period_of(day: dt.date, length: Length) -> str:
    """Return the period in which a day falls."""
    months = 12 // PARTS[length]
    return _canonical(day.year, (day.month - 1) // months + 1, length)


def bounds(period: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a period."""
    return _first_day(period), _first_day(shift(period, 1)) - dt.timedelta(days=1)


def month_number(name: str) -> int | None:
    """Return which month a Dutch or English name or abbreviation means."""
    return _MONTHS.get(name.strip().lower().rstrip("."))


def period_label(period: str, language: Language) -> str:
    """Return a period as people write it: ``K3 2026`` in Dutch, ``Q3 2026`` in English."""
    length = length_of(period)
    if length == "quarter":
        return f"{'K' if language == 'nl' else 'Q'}{period[-1]} {period[:4]}"
    if length == "half":
        return f"H{period[-1]} {period[:4]}"
    if length == "month":
        return f"{period[5:]}-{period[:4]}" if language == "nl" else f"{period[:4]}-{period[5:]}"
    return period


def _first_day(period: str) -> dt.date:
    """Return the day on which a period begins."""
    length = length_of(period)
    part = period_index(period) % PARTS[length]
    return dt.date(int(period[:4]), part * (12 // PARTS[length]) + 1, 1)


def _part(found: re.Match[str], kind: Length) -> int | None:
    """Return which quarter, half or month a matched spelling names."""
    if kind == "year":
        return 1
    groups = found.groupdict()
    if "name" in groups:
        return _MONTHS.get(groups["name"])
    return int(groups["part"])


def _canonical(year: int, part: int, length: Length) -> str:
    """Return the one spelling that tables hold."""
    if length == "quarter":
        return f"{year}-Q{part}"
    if length == "half":
        return f"{year}-H{part}"
    return f"{year}-{part:02d}" if length == "month" else str(year)


def _of_length(period: str, length: Length | None, text: str) -> str:
    """Return the period if it is as long as the programme's periods."""
    if length is None or length_of(period) == length:
        return period
    raise PeriodError(
        Text(nl='"{t}" is geen {l}.', en='"{t}" is not a {e}.').fill(
            t=text[:40], l=_LENGTH_WORDS[length].nl, e=_LENGTH_WORDS[length].en
        ),
        where=Text(nl="kolom period", en="column period"),
        remedy=Text(nl="lever de gegevens per {w}", en="deliver the data per {w}").fill(
            w=_LENGTH_WORDS[length]
        ),
    )


def _ambiguous(text: str, year: str, part: int) -> PeriodError:
    """Return the question which of two periods a text means."""
    choices = [f"{year}-{part:02d}"] if 1 <= part <= 12 else []
    choices += [f"{year}-Q{part}"] if 1 <= part <= 4 else []
    if len(choices) < 2:
        return PeriodError(
            Text(nl='"{t}" is geen periode.', en='"{t}" is not a period.').fill(t=text[:40]),
            where=Text(nl="kolom period", en="column period"),
            remedy=Text(nl="schrijf bijvoorbeeld 2026-Q3", en="write for example 2026-Q3"),
        )
    return AmbiguousPeriodError(
        Text(nl='"{t}" is niet eenduidig.', en='"{t}" is ambiguous.').fill(t=text[:40]),
        where=Text(nl="kolom period", en="column period"),
        remedy=Text(nl="schrijf {a} of {b}", en="write {a} or {b}").fill(
            a=choices[0], b=choices[1]
        ),
    )


_LENGTH_WORDS: dict[Length, Text] = {
    "quarter": Text(nl="kwartaal", en="quarter"),
    "half": Text(nl="halfjaar", en="half-year"),
    "month": Text(nl="maand", en="month"),
    "year": Text(nl="jaar", en="year"),
}
