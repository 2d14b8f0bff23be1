"""On which day a moment falls in the programme's time zone, as SQL that needs no extension."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from duckdb import DuckDBPyConnection

_SHAPE = r"(199\d|2\d\d\d)-\d\d-\d\d[T ]([01]\d|2[0-3]):\d\d:\d\d([+-]\d\d:\d\d|Z)?"


def local_day(connection: DuckDBPyConnection, column: str, zone: ZoneInfo) -> tuple[str, str]:
    """Return two SQL expressions: is the text a plain moment, and on which day it falls.

    The changes of the zone's offset within the years of the delivery are written out, which is
    exact and much faster than asking the calendar for every row.
    """
    local = f"TRY_CAST({column}[1:19] AS TIMESTAMP)"
    plain = f"regexp_full_match({column}, '{_SHAPE}') AND {local} IS NOT NULL"
    years = connection.execute(
        f"SELECT min({column}[1:4]), max({column}[1:4]) FROM delivered "  # noqa: S608 - a contract name
        f"WHERE regexp_full_match({column}, '{_SHAPE}')"
    ).fetchone()
    if years is None or years[0] is None:
        return "false", "NULL"
    hours = f"CAST({column}[20:22] AS INTEGER)"
    minutes = f"CAST({column}[20:20] || {column}[24:25] AS INTEGER)"
    utc = (
        f"CASE WHEN length({column}) = 20 THEN {local} "
        f"ELSE {local} - to_minutes({hours} * 60 + {minutes}) END"
    )
    shift = _offsets(utc, _changes(zone, int(years[0]), int(years[1])))
    day = (
        f"CASE WHEN length({column}) = 19 THEN CAST({local} AS DATE) "
        f"ELSE CAST({utc} + {shift} AS DATE) END"
    )
    return plain, day


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> list[tuple[dt.datetime, int]]:
    """Return from which moment (UTC) which offset in minutes holds, latest first."""
    step = dt.datetime(first_year - 1, 12, 1, tzinfo=dt.UTC)
    end = dt.datetime(min(last_year + 1, 9998), 2, 1, tzinfo=dt.UTC)
    found = [(step, _minutes(zone, step))]
    while step < end:
        later = step + dt.timedelta(days=7)
        if _minutes(zone, later) != found[-1][1]:
            found.append((_turning_point(zone, step, later), _minutes(zone, later)))
        step = later
    return found[::-1]


def _turning_point(zone: ZoneInfo, before: dt.datetime, after: dt.datetime) -> dt.datetime:
    """Return the first minute at which the later offset holds."""
    while after - before > dt.timedelta(minutes=1):
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle <= before:
            break
        if _minutes(zone, middle) == _minutes(zone, after):
            after = middle
        else:
            before = middle
    return after


def _minutes(zone: ZoneInfo, moment: dt.datetime) -> int:
    """Return the offset of a zone in minutes."""
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds() // 60) if offset is not None else 0


def _offsets(utc: str, changes: list[tuple[dt.datetime, int]]) -> str:
    """Return the SQL for the offset that holds at a moment."""
    *later, earliest = changes
    cases = " ".join(
        f"WHEN {utc} >= TIMESTAMP '{moment:%Y-%m-%d %H:%M:%S}' THEN {minutes}"
        for moment, minutes in later
    )
    if not cases:
        return f"to_minutes({earliest[1]})"
    return f"to_minutes(CASE {cases} ELSE {earliest[1]} END)"
