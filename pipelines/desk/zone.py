"""On which day a moment falls in the programme's time zone, in SQL."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.moments import skipping_days, steady_spans

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_SHAPE = r"(199\d|2\d\d\d)-\d\d-\d\d[T ]([01]\d|2[0-3]):\d\d:\d\d([+-](0\d|1[0-3]):[0-5]\d|Z)?"

_WITHOUT_OFFSET = 19  # letters
_CLOCK = "____-__-__T__:__:__"
_USUAL = f"{_CLOCK}+0_:__"
_RECENT_YEARS = 3


def local_day(column: str, zone: ZoneInfo) -> str:
    """Return the SQL for the day on which a moment falls, NULL where it needs a second look.

    One without an offset is local time, so that its day is the one it names; on a day on which
    the clock skipped an hour it may not exist.
    """
    moment = f"TRY_CAST({column} AS TIMESTAMPTZ)"
    # The usual shape is found four times as fast by its signs; the cast looks at the digits.
    usual = f"{column} LIKE '{_USUAL}' AND {column} >= '1990' AND {column} < '3'"
    shape = f"{usual} OR regexp_full_match({column}, '{_SHAPE}')"
    year = dt.datetime.now(zone).year
    skipping = ", ".join(f"'{day}'" for day in skipping_days(zone, year))
    exists = f"{moment} IS NOT NULL"
    if skipping:
        exists += f" AND {column}[1:10] NOT IN ({skipping})"
    return (
        # The clock as it is written, which takes half the time of going over UTC.
        f"CASE WHEN {_in_own_time(column, zone)} "
        f"THEN CAST(TRY_CAST({column} AS TIMESTAMP) AS DATE) "
        f"WHEN {shape} THEN CASE WHEN length({column}) = {_WITHOUT_OFFSET} "
        f"THEN CASE WHEN {exists} THEN TRY_CAST({column}[1:10] AS DATE) END "
        f"ELSE CAST(timezone('{zone.key}', {moment}) AS DATE) END END"
    )


def day_of_moment(column: str, zone: ZoneInfo) -> str:
    """Return the SQL for the day on which a stored moment in UTC falls in a zone.

    Of late the clock of the zone is known, which takes a tenth of the time of asking for it.
    """
    spans = []
    for first, after, offset in _recent_spans(zone):
        begin = dt.datetime.fromisoformat(f"{first}T00:00:00{offset}")
        end = dt.datetime.fromisoformat(f"{after}T00:00:00{offset}")
        ahead = begin.utcoffset() or dt.timedelta()
        spans.append(
            f"WHEN {column} >= {_in_utc(begin)} AND {column} < {_in_utc(end)} "
            f"THEN CAST({column} + INTERVAL '{ahead.total_seconds():.0f} seconds' AS DATE)"
        )
    asked = f"CAST(timezone('{zone.key}', timezone('UTC', {column})) AS DATE)"
    return f"CASE {' '.join(spans)} ELSE {asked} END"


def day_of_clock(column: str, zone: ZoneInfo) -> str:
    """Return the SQL for the day of stored local time, NULL where the clock skipped an hour."""
    skipping = skipping_days(zone, dt.datetime.now(zone).year)
    days = ", ".join(f"DATE '{day}'" for day in skipping) or "NULL"
    day = f"CAST({column} AS DATE)"
    return f"CASE WHEN coalesce({day} IN ({days}), false) THEN NULL ELSE {day} END"


def _in_utc(moment: dt.datetime) -> str:
    """Return a moment as SQL."""
    return f"TIMESTAMP '{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}'"


def _recent_spans(zone: ZoneInfo) -> list[tuple[dt.date, dt.date, str]]:
    """Return the spans of days of late on which the clock was not changed, the last one first."""
    last = dt.datetime.now(zone).year
    return [*reversed(steady_spans(zone, last - _RECENT_YEARS, last))]


def _in_own_time(column: str, zone: ZoneInfo) -> str:
    """Return the SQL for a text with the offset that the zone had then, of late."""
    spans: dict[str, list[str]] = {}
    for first, after, offset in _recent_spans(zone):
        span = f"{column} >= '{first}' AND {column} < '{after}'"
        spans.setdefault(offset, []).append(span)
    # Its signs are looked at once for each offset, not once for each span.
    return " OR ".join(
        f"{column} LIKE '{_CLOCK}{offset}' AND ({' OR '.join(of_offset)})"
        for offset, of_offset in spans.items()
    )
