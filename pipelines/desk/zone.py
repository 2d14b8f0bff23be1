"""On which day a moment falls in the programme's time zone, in SQL."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.moments import skipping_days

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_SHAPE = r"(199\d|2\d\d\d)-\d\d-\d\d[T ]([01]\d|2[0-3]):\d\d:\d\d([+-](0\d|1[0-3]):[0-5]\d|Z)?"


def local_day(column: str, zone: ZoneInfo) -> tuple[str, str]:
    """Return two SQL expressions: is the text a plain moment, and on which day it falls.

    A moment without an offset is local time, so that its day is the one it names; it is not plain
    on a day on which the clock skipped an hour.
    """
    moment = f"TRY_CAST({column} AS TIMESTAMPTZ)"
    skipping = ", ".join(f"'{day}'" for day in skipping_days(zone, dt.date.today().year))
    plain = f"regexp_full_match({column}, '{_SHAPE}') AND {moment} IS NOT NULL"
    if skipping:
        plain += f" AND NOT (length({column}) = 19 AND {column}[1:10] IN ({skipping}))"
    day = (
        f"CASE WHEN length({column}) = 19 THEN TRY_CAST({column}[1:10] AS DATE) "
        f"ELSE CAST(timezone('{zone.key}', {moment}) AS DATE) END"
    )
    return plain, day
