"""On which day a moment falls in the programme's time zone, in SQL."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.moments import skipping_days

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_SHAPE = r"(199\d|2\d\d\d)-\d\d-\d\d[T ]([01]\d|2[0-3]):\d\d:\d\d([+-](0\d|1[0-3]):[0-5]\d|Z)?"

_WITHOUT_OFFSET = 19  # letters
_USUAL = "____-__-__T__:__:__+0_:__"


def local_day(column: str, zone: ZoneInfo) -> tuple[str, str]:
    """Return two SQL expressions: has a text the shape of a moment, and on which day it falls.

    The day is NULL where there was no such moment. One without an offset is local time, so that
    its day is the one it names; on a day on which the clock skipped an hour it may not exist.
    """
    moment = f"TRY_CAST({column} AS TIMESTAMPTZ)"
    # The usual shape is found four times as fast by its signs; the cast looks at the digits.
    usual = f"{column} LIKE '{_USUAL}' AND {column} >= '1990' AND {column} < '3'"
    shape = f"{usual} OR regexp_full_match({column}, '{_SHAPE}')"
    skipping = ", ".join(f"'{day}'" for day in skipping_days(zone, dt.date.today().year))
    exists = f"{moment} IS NOT NULL"
    if skipping:
        exists += f" AND {column}[1:10] NOT IN ({skipping})"
    day = (
        f"CASE WHEN length({column}) = {_WITHOUT_OFFSET} "
        f"THEN CASE WHEN {exists} THEN TRY_CAST({column}[1:10] AS DATE) END "
        f"ELSE CAST(timezone('{zone.key}', {moment}) AS DATE) END"
    )
    return shape, day
